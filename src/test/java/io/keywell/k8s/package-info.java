/** The Kubernetes manifests, checked against each other and against what the program really offers. */
package io.keywell.k8s;
