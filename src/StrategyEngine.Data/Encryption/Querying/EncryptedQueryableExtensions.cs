using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption;

/// <summary>Reads lists in which single rows may be unreadable.</summary>
public static class EncryptedQueryableExtensions
{
    /// <summary>Reads a query into a list; a row that cannot be opened ends it, or is left out and named, as chosen.</summary>
    /// <remarks>
    /// <para>
    /// To find the unreadable rows, parts of the query are read again: about twice the rows, and per unreadable row some
    /// log₂(rows) queries. If others write meanwhile, call it inside a transaction of at least repeatable read.
    /// </para>
    /// <para>A <see cref="Secret{T}"/> is not opened by reading, so that it leaves no row out: its <see cref="Secret{T}.Reveal"/>
    /// throws.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="source">The query; ordered, so that its parts fit together. Let the order be total, for instance by ending it in the
    /// key.</param>
    /// <param name="onUnreadable">What happens to an unreadable row.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The readable rows, and the places of the others.</returns>
    /// <exception cref="EncryptionException">A row cannot be read, with <see cref="OnUnreadable.Throw"/>.</exception>
    public static async Task<ReadableList<T>> ToListAsync<T>(
        this IOrderedQueryable<T> source, OnUnreadable onUnreadable, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var rows = new List<T>();
        var unreadable = new List<UnreadableRow>();
        try
        {
            rows = await EntityFrameworkQueryableExtensions.ToListAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (onUnreadable == OnUnreadable.Quarantine && Reason(failure) is not null)
        {
            var total = await source.CountAsync(cancellationToken).ConfigureAwait(false);
            await ReadAsync(0, total).ConfigureAwait(false);
        }

        return new ReadableList<T>(rows, unreadable);

        async Task ReadAsync(int first, int count)
        {
            try
            {
                rows.AddRange(await source.Skip(first).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (Exception failure) when (Reason(failure) is { } reason)
            {
                if (count == 1)
                {
                    unreadable.Add(new UnreadableRow(first, reason.Table, reason.Column, reason.KeyId, reason.Code));
                    return;
                }

                await ReadAsync(first, count / 2).ConfigureAwait(false);
                await ReadAsync(first + (count / 2), count - (count / 2)).ConfigureAwait(false);
            }
        }
    }

    // Entity Framework wraps it where detailed errors are on.
    private static EncryptionException? Reason(Exception? failure)
    {
        while (failure is not (null or EncryptionException))
            failure = failure.InnerException;
        return failure as EncryptionException;
    }
}
