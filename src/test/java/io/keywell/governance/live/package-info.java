/** Tests of what operators ask about the present. */
package io.keywell.governance.live;
