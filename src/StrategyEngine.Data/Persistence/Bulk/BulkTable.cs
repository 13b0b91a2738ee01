using System.Data.Common;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// An engine's way to write many rows of one table, within one transaction: what <see cref="TradingProvider.OpenBulkTable"/> gives to
/// <see cref="BulkWriter"/>.
/// </summary>
/// <remarks>
/// <para>A row is an array with one value for each column of the <see cref="BulkTarget"/>, converted as it is stored. Rows come in
/// ascending order of their keys, each key once; checks, encryption and the settling of duplicates happen above. For one caller at a time;
/// may work synchronously.</para>
/// <para>Errors of the driver pass through as they are; <see cref="TradingProvider.Classify"/> tells what they mean.</para>
/// </remarks>
public abstract class BulkTable : IAsyncDisposable
{
    /// <summary>Inserts the rows whose keys are not stored yet.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Gives the batch up.</param>
    /// <returns>The places in <paramref name="rows"/>, ascending, of those that were not inserted because their key is stored.</returns>
    public abstract Task<IReadOnlyList<int>> InsertMissingAsync(
        IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default);

    /// <summary>Reads the stored rows with the keys of some, and keeps others from changing them until the transaction ends.</summary>
    /// <param name="rows">Rows, of which only the keys count.</param>
    /// <param name="read">Reads one row, of all columns in their order; for each row that is stored, in any order.</param>
    /// <param name="cancellationToken">Gives the batch up.</param>
    public abstract Task ReadAsync(IReadOnlyList<object?[]> rows, Action<DbDataReader> read, CancellationToken cancellationToken = default);

    /// <summary>Sets the columns that <see cref="BulkColumn.IsUpdated"/> in the stored rows with the keys of some.</summary>
    /// <param name="rows">The rows, which <see cref="ReadAsync"/> has found.</param>
    /// <param name="cancellationToken">Gives the batch up.</param>
    public abstract Task UpdateAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
