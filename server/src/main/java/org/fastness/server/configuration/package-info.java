/**
 * What an operator may say: one typed record, {@link org.fastness.server.configuration.Configuration}, made from one file, the
 * environment and flags. {@link org.fastness.server.configuration.Setting} lists every key with default, unit and reason. Secrets
 * stand in files that a key names, never in a value. Nothing outside this package reads the environment for settings.
 */
@NullMarked
package org.fastness.server.configuration;

import org.jspecify.annotations.NullMarked;
