using System.Buffers.Binary;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Opens every encrypted value and says what re-encryption would do with it. Writes nothing.</summary>
internal sealed class ReencryptionSurvey(
    DbContext context,
    DataKeyRing ring,
    EncryptionDialect dialect,
    TimeProvider timeProvider,
    IProgress<ReencryptionProgress>? progress)
{
    private const int PageSize = 1000;

    private readonly uint _target = ring.ActiveFieldKey().KeyId;
    private readonly FailureLog _failures = new();
    private readonly List<ReencryptionColumnPlan> _columns = [];
    private readonly long _started = timeProvider.GetTimestamp();
    private long _scanned;

    public async Task<ReencryptionPlan> RunAsync(CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var target = new byte[Envelope.KeyIdSize];
        BinaryPrimitives.WriteUInt32BigEndian(target, _target);
        foreach (var table in EncryptedTable.Of(context, dialect).Where(table => table.Key.Count > 0))
        {
            var walk = new TableWalk(context, table, target);
            await using (walk.ConfigureAwait(false))
                await WalkAsync(table, walk, cancellationToken).ConfigureAwait(false);
        }

        return new ReencryptionPlan(_target, _columns, _failures.First);
    }

    private async Task WalkAsync(EncryptedTable table, TableWalk walk, CancellationToken cancellationToken)
    {
        var resealer = new RowResealer(table, walk, ring, _target);
        var states = new long[table.Columns.Count, Enum.GetValues<ValueState>().Length];
        var (unreadable, lacking) = (new long[table.Columns.Count], new long[table.Columns.Count]);
        object[]? after = null;
        while (await walk.ReadPageAsync(after, all: true, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var row in page)
                Classify(row);
            after = page[^1].RawKey;
            _scanned += page.Count;
            progress?.Report(new ReencryptionProgress(
                table.Name, 1, 0, _scanned, 0, 0, _failures.Count,
                _scanned / Math.Max(timeProvider.GetElapsedTime(_started).TotalSeconds, 1e-6), null));
        }

        _columns.AddRange(table.Columns.Select((column, i) => new ReencryptionColumnPlan(
            table.Name,
            column.Name,
            states[i, (int)ValueState.Current],
            states[i, (int)ValueState.Outdated],
            states[i, (int)ValueState.Renamed],
            states[i, (int)ValueState.Plaintext],
            unreadable[i],
            lacking[i])));

        void Classify(StoredRow row)
        {
            var firstIndex = 0;
            for (var i = 0; i < row.Values.Length; i++)
            {
                var indexes = table.Columns[i].Indexes.Count;
                if (row.Values[i] is { } value)
                {
                    try
                    {
                        var state = resealer.Classify(row, i, value);
                        table.Columns[i].Encrypted.Demand(value, walk.RowKeyFor(row, i));
                        states[i, (int)state]++;
                        lacking[i] += row.Indexes.AsSpan(firstIndex, indexes).Count((byte[]?)null);
                    }
                    catch (EncryptionException failure)
                    {
                        unreadable[i]++;
                        _failures.Add(
                            new ReencryptionFailure(table.Name, table.Columns[i].Name, walk.Describe(row), failure.KeyId, failure.Code));
                    }
                }

                firstIndex += indexes;
            }
        }
    }
}
