using System.Buffers.Binary;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Ids in the order of their making: UUIDv7 (RFC 9562 section 5.7), with a counter within the millisecond (section 6.2, method 1).
/// </summary>
/// <remarks>
/// Layout: 48 bits Unix milliseconds, 4 bits version, 12 bits counter, 2 bits variant, 62 random bits. The counter starts at a random value
/// below 2,048; when it overflows, or the clock steps back, the last millisecond is carried on. Thread-safe.
/// </remarks>
internal sealed class UuidV7Sequence
{
    private readonly Lock _turn = new();
    private long _milliseconds;
    private int _counter;

    /// <summary>The next id.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public Guid Next(long now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomStock.Fill(bytes);
        long milliseconds;
        int counter;
        lock (_turn)
        {
            if (now > _milliseconds)
                (_milliseconds, _counter) = (now, BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x7FF);
            else if (++_counter > 0xFFF)
                (_milliseconds, _counter) = (_milliseconds + 1, 0);
            (milliseconds, counter) = (_milliseconds, _counter);
        }

        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | counter));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
