/** Java SDKs as anybody would use them, through the gateway, at simulated providers of several families. */
package io.keywell.sdk;
