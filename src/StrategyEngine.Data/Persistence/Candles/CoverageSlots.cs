using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>The form of <see cref="CandleCoverageBlock.Slots"/>.</summary>
internal static class CoverageSlots
{
    public const int BlockLength = 240, BlockBytes = BlockLength * SlotBytes, SlotBytes = sizeof(uint);

    /// <summary>Nothing is recorded of the open time.</summary>
    public const uint Unknown = 0;

    /// <summary>The venue has no candle there.</summary>
    public const uint Empty = 1;

    // That of a price, which no amount of a candle exceeds.
    private const int Scale = 12;

    private static readonly long FirstInstant = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly ulong[] PowersOfTen =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000,
    ];

    /// <summary>The first open time of the block that holds one; the calendar's first block is a short one.</summary>
    public static long BlockStart(Timeframe timeframe, long openTime)
    {
        var number = timeframe.Number(Math.Clamp(openTime, FirstInstant, LastInstant));
        return timeframe.OpenTime(Math.Max(number - Modulo(number), timeframe.Number(FirstInstant)));
    }

    /// <summary>
    /// The end, exclusive, of so many candles, of which the first contains an instant; <see cref="long.MaxValue"/> beyond the calendar.
    /// </summary>
    public static long EndOf(Timeframe timeframe, long instant, long length)
    {
        var end = timeframe.Number(instant) + length;
        return end > timeframe.Number(LastInstant) ? long.MaxValue : timeframe.OpenTime(end);
    }

    /// <summary>The end, exclusive, of a block.</summary>
    public static long EndOf(CandleCoverageBlock block)
    {
        var start = block.BlockStart.ToUnixTimeMilliseconds();
        return EndOf(block.Timeframe, start, BlockLength - Slot(block.Timeframe, start));
    }

    /// <summary>The open times of a block of which something is recorded, with what, in ascending order.</summary>
    public static IEnumerable<(long OpenTime, uint Value)> Recorded(CandleCoverageBlock block)
    {
        var timeframe = block.Timeframe;
        var number = timeframe.Number(block.BlockStart.ToUnixTimeMilliseconds());
        var first = number - Modulo(number);
        for (var slot = 0; slot < block.Slots.Length / SlotBytes; slot++)
        {
            if (Read(block.Slots, slot) is not Unknown and var value)
                yield return (timeframe.OpenTime(first + slot), value);
        }
    }

    /// <summary>The place of an open time in its block, from 0.</summary>
    public static int Slot(Timeframe timeframe, long openTime) => Modulo(timeframe.Number(openTime));

    public static uint Read(ReadOnlySpan<byte> slots, int slot) =>
        (slot + 1) * SlotBytes <= slots.Length ? BinaryPrimitives.ReadUInt32LittleEndian(slots[(slot * SlotBytes)..]) : Unknown;

    public static void Write(Span<byte> slots, int slot, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(slots[(slot * SlotBytes)..], value);

    /// <summary>A copy at full length.</summary>
    public static byte[] Expand(ReadOnlySpan<byte> slots)
    {
        var all = new byte[BlockBytes];
        slots[..Math.Min(slots.Length, BlockBytes)].CopyTo(all);
        return all;
    }

    /// <summary>Without the slots at the end of which nothing is recorded.</summary>
    public static byte[] Trim(byte[] slots)
    {
        var length = slots.AsSpan().TrimEnd((byte)0).Length;
        return length == slots.Length ? slots : slots[..((length + SlotBytes - 1) / SlotBytes * SlotBytes)];
    }

    /// <summary>The checksum of a closed candle, which depends on its numbers and not on how they are written.</summary>
    [SkipLocalsInit]
    public static uint Checksum(in CandleRow row)
    {
        Span<byte> bytes = stackalloc byte[120];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, row.OpenTime);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], row.Revision);
        WriteScaled(bytes[16..], row.Open);
        WriteScaled(bytes[32..], row.High);
        WriteScaled(bytes[48..], row.Low);
        WriteScaled(bytes[64..], row.Close);
        WriteScaled(bytes[80..], row.Volume);
        if (row.QuoteVolume is { } quoteVolume)
            WriteScaled(bytes[96..], quoteVolume);
        else
            bytes[96..112].Fill(byte.MaxValue); // no amount: it would be too large
        BinaryPrimitives.WriteInt64LittleEndian(bytes[112..], row.TradeCount ?? long.MinValue);
        var checksum = (uint)XxHash3.HashToUInt64(bytes);
        return checksum > Empty ? checksum : checksum + Empty + 1;
    }

    // As a whole number of units of the last decimal, so that 1.5 and 1.50 are the same.
    [SkipLocalsInit]
    private static void WriteScaled(Span<byte> destination, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        if (value.Scale > Scale)
        {
            var rounded = decimal.Round(value, Scale);
            if (rounded != value)
            {
                // Nothing that the store writes.
                WriteUnscaled(destination, value);
                return;
            }

            value = rounded;
        }

        decimal.GetBits(value, bits);
        var scale = value.Scale;
        var power = PowersOfTen[Scale - scale];
        var high = Math.BigMul((uint)bits[0] | ((ulong)(uint)bits[1] << 32), power, out var low);
        high += (uint)bits[2] * power;
        BinaryPrimitives.WriteUInt64LittleEndian(destination, low);

        // The sign is part of it: rows that another program wrote are hashed too.
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], value < 0 ? ~high : high);
    }

    private static void WriteUnscaled(Span<byte> destination, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        for (var i = 0; i < bits.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(destination[(i * sizeof(int))..], bits[i]);
    }

    private static int Modulo(long number)
    {
        var rest = (int)(number % BlockLength);
        return rest < 0 ? rest + BlockLength : rest;
    }
}
