//! From plain data to tokens. Only here is code quoted.
