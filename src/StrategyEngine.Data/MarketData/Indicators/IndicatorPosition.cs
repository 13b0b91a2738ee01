namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// How far one version of indicators is calculated, and from where it could go on. The content of <c>indicator_states.state</c>. Immutable.
/// </summary>
/// <remarks>
/// Form 1, little-endian: the form (1 byte), <see cref="First"/> (8), <see cref="Floor"/> (8), the number of checkpoints (4), and for each
/// of them its last open time (8), its count (8), its hash (32), the length of its calculation (4) and that. A calculation whose results
/// change needs another form.
/// </remarks>
internal sealed class IndicatorPosition
{
    /// <summary>A correction that lies n candles back costs about this many times n at most.</summary>
    private const int Spread = 16;

    private const byte Form = 1;
    private const int HashLength = 32;

    private IndicatorPosition(long first, long floor, IReadOnlyList<IndicatorCheckpoint> checkpoints)
    {
        First = first;
        Floor = floor;
        Checkpoints = checkpoints;
    }

    /// <summary>Nothing is calculated.</summary>
    public static IndicatorPosition None { get; } = new(long.MaxValue, long.MinValue, []);

    /// <summary>The open time of the first candle that is part of the calculation.</summary>
    public long First { get; }

    /// <summary>Values of earlier open times are not stored: retention has removed them.</summary>
    public long Floor { get; }

    /// <summary>The checkpoints in ascending order: the last one is how far the calculation has come.</summary>
    public IReadOnlyList<IndicatorCheckpoint> Checkpoints { get; }

    /// <summary>How far the calculation has come; null if nothing is calculated.</summary>
    public IndicatorCheckpoint? Last => Checkpoints.Count == 0 ? null : Checkpoints[^1];

    /// <summary>Goes on to a checkpoint, and forgets those that are too close to others.</summary>
    public IndicatorPosition Advance(long first, IndicatorCheckpoint checkpoint)
    {
        var kept = Checkpoints.Append(checkpoint).ToList();
        for (var i = kept.Count - 2; i > 0; i--)
        {
            if (checkpoint.Count - kept[i - 1].Count <= Spread * Math.Max(1, checkpoint.Count - kept[i + 1].Count))
                kept.RemoveAt(i);
        }

        return new IndicatorPosition(first, Floor, kept);
    }

    /// <summary>Goes back to one of the checkpoints, or to the beginning.</summary>
    public IndicatorPosition GoBack(int checkpoints, long floor) =>
        new(checkpoints == 0 ? long.MaxValue : First, floor, [.. Checkpoints.Take(checkpoints)]);

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Form);
        writer.Write(First);
        writer.Write(Floor);
        writer.Write(Checkpoints.Count);
        foreach (var checkpoint in Checkpoints)
        {
            writer.Write(checkpoint.LastOpenTime);
            writer.Write(checkpoint.Count);
            writer.Write(checkpoint.Hash);
            writer.Write(checkpoint.Calculation.Length);
            writer.Write(checkpoint.Calculation);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads one; null if it is of another form, or damaged.</summary>
    public static IndicatorPosition? Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() != Form)
                return null;
            var (first, floor, count) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
            var checkpoints = new List<IndicatorCheckpoint>();
            for (var i = 0; i < count; i++)
            {
                checkpoints.Add(
                    new IndicatorCheckpoint(
                        reader.ReadInt64(), reader.ReadInt64(), ReadBytes(reader, HashLength), ReadBytes(reader, reader.ReadInt32())));
            }

            return new IndicatorPosition(first, floor, checkpoints);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static byte[] ReadBytes(BinaryReader reader, int length) =>
        length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? reader.ReadBytes(length)
            : throw new EndOfStreamException();
}
