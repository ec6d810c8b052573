/** Every vendor's look-alike behind the real gateway: what each answer does to pools and callers. */
package io.keywell.vendors;
