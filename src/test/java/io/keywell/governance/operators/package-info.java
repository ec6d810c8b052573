/** Tests of who may govern. */
package io.keywell.governance.operators;
