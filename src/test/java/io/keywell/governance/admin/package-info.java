/** Tests of the admin API. */
package io.keywell.governance.admin;
