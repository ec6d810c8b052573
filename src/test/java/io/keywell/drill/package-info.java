/** The whole gateway against simulated providers: what callers see when something breaks, and what must be given back. */
package io.keywell.drill;
