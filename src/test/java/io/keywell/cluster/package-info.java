/** Real Infinispan Servers in processes of their own, and what holds when they die. */
package io.keywell.cluster;
