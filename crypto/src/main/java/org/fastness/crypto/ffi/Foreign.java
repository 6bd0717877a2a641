package org.fastness.crypto.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Binds symbols of one library. */
@SuppressWarnings("restricted")
final class Foreign {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private final SymbolLookup symbols;

    Foreign(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment symbol = symbols.find(name).orElseThrow(() -> new IllegalStateException("the C library lacks " + name));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor, options);
    }

    /** A function of int result whose call is short and takes heap segments as they are. */
    MethodHandle critical(String name, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(INT, parameters), Linker.Option.critical(true));
    }

    /** What a downcall can throw is a fault of the binding itself, never of the input. */
    static IllegalStateException broken(Throwable fault) {
        return new IllegalStateException("a foreign call could not be made", fault);
    }
}
