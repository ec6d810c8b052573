/**
 * The whole gateway over real HTTP, in front of simulated providers. One application serves all of these tests: each has
 * models, pools and consumers of its own, so that none disturbs another.
 */
package io.keywell.gateway;
