package org.fastness.enclave.channel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;

/** The live channels, bounded: the one used least recently makes room, and all end after fifteen idle minutes. Thread-safe. */
public final class Channels {
    /** Most at once. */
    static final int MAX = 4096;
    private static final long IDLE_NANOS = 15L * 60 * 1_000_000_000;

    private final Map<Bytes, Channel> byId = new LinkedHashMap<>(64, 0.75f, true);

    void add(Channel channel) {
        List<Channel> ended;
        synchronized (this) {
            ended = expired();
            if (byId.size() >= MAX) ended.add(byId.remove(byId.keySet().iterator().next()));
            byId.put(channel.id(), channel);
        }
        ended.forEach(Channel::close);
    }

    /** The channel, counted as used now. */
    Channel find(Bytes id) throws Refused {
        List<Channel> ended;
        Channel found;
        synchronized (this) {
            ended = expired();
            found = byId.get(id);
            if (found != null) found.touch();
        }
        ended.forEach(Channel::close);
        if (found == null) throw new Refused(Refusal.UNKNOWN_CHANNEL);
        return found;
    }

    /** Takes out those that were idle for too long: they stand first. */
    private List<Channel> expired() {
        List<Channel> ended = new ArrayList<>();
        Iterator<Channel> leastRecent = byId.values().iterator();
        while (leastRecent.hasNext()) {
            Channel channel = leastRecent.next();
            if (channel.idleNanos() < IDLE_NANOS) break;
            leastRecent.remove();
            ended.add(channel);
        }
        return ended;
    }

    public synchronized int count() {
        return byId.size();
    }

    /** Ends all. */
    public void close() {
        List<Channel> ended;
        synchronized (this) {
            ended = new ArrayList<>(byId.values());
            byId.clear();
        }
        ended.forEach(Channel::close);
    }
}
