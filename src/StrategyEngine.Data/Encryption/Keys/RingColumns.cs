using System.Collections.Concurrent;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>
/// The columns whose values a <see cref="DataKeyRing"/> seals and opens, numbered in the order of their first use. Thread-safe.
/// </summary>
internal sealed class RingColumns
{
    private readonly ConcurrentDictionary<(string Entity, string Property), ColumnName> _names = new();
    private int _slots;
    private volatile bool _adoptsPlaintext;

    /// <summary>Whether one of them takes over plaintext, so that the end of that has to be noticed.</summary>
    public bool AdoptsPlaintext
    {
        get => _adoptsPlaintext;
        set => _adoptsPlaintext = value;
    }

    /// <summary>The column of a stable name; always the same instance.</summary>
    public ColumnName Column(string entity, string property) =>
        _names.GetOrAdd(
            (entity, property),
            static (name, columns) => new ColumnName(name.Entity, name.Property, Interlocked.Increment(ref columns._slots) - 1),
            this);

    /// <summary>Notes columns, named <c>entity/property</c>, whose plaintext has all been encrypted.</summary>
    public void MarkAdopted(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (ColumnName.TryParse(name, out var entity, out var property))
                Column(entity, property).IsAdopted = true;
        }
    }
}
