/**
 * What holds the structure: who may use whom, what a class may call, how large things may grow, what no file may name.
 * Every rule has its reason in its message and a planted breach that proves that it can fail.
 */
package io.keywell.architecture;
