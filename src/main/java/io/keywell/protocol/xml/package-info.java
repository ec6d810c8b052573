/**
 * JSON bodies written as XML, for callers behind integration buses that speak nothing else. One mapping for every dialect:
 * the document element is the body; a field is an element of its name, or {@code <field name="...">} when that is no
 * XML name; {@code type="object|array|number|boolean|null"} says what it is, without it an element with elements inside
 * is an object and any other one a string. The elements of an array are called {@code item}.
 *
 * <p>Owns: both ways of that mapping. May use: core, protocol, StAX. Never: resolves an entity or reads a DTD.
 */
@org.jspecify.annotations.NullMarked
package io.keywell.protocol.xml;
