using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Paging;

/// <summary>
/// Reads listings page by page, by the keys of the last item and not by its number: a page costs the same wherever it lies, and what is
/// inserted meanwhile shifts nothing.</summary>
/// <remarks>
/// <para>Keys are of type <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="long"/>, <see cref="int"/> or <see cref="string"/>,
/// never null, and not encrypted. An index that begins with the columns that are compared for equality, followed by the key, answers a page
/// without sorting the listing.</para>
/// <para>A cursor is opaque and stands in a URL as it is. It belongs to the type, keys and direction of its listing, not to its filter:
/// pass the same one. It is not secret, holds the keys of an item, and grants nothing.</para>
/// </remarks>
public static class PagingQueryableExtensions
{
    /// <summary>The most items of a page.</summary>
    public const int MaxPageSize = 10_000;

    /// <summary>Reads a page of a listing that is ordered by a key and, where it is equal, by an id.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TId">The type of the id.</typeparam>
    /// <param name="query">What to list, filtered but not ordered.</param>
    /// <param name="key">The key, such as <c>signal => signal.KnownAt</c>.</param>
    /// <param name="id">What tells items of one key apart, such as <c>signal => signal.Id</c>.</param>
    /// <param name="size">How many items at the most. 1 to 10,000.</param>
    /// <param name="cursor">Where to go on: <see cref="Page{T}.Next"/> or <see cref="Page{T}.Previous"/> of a page of the same listing;
    /// null or empty for the first page.</param>
    /// <param name="descending">Whether the highest key comes first. False by default.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is outside its range.</exception>
    /// <exception cref="ArgumentException">A key is of another type than those named above.</exception>
    /// <exception cref="InvalidCursorException">The cursor is damaged, or comes from another listing.</exception>
    public static Task<Page<T>> ToPageAsync<T, TKey, TId>(
        this IQueryable<T> query,
        Expression<Func<T, TKey>> key,
        Expression<Func<T, TId>> id,
        int size,
        string? cursor = null,
        bool descending = false,
        CancellationToken cancellationToken = default)
        where TKey : notnull
        where TId : notnull
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(id);
        Check(size, typeof(TKey), typeof(TId));
        var listing = Listing<T>(descending, key.Body, id.Body);
        var (isBackwards, keys) = string.IsNullOrEmpty(cursor)
            ? (false, null)
            : PageCursor.Read(listing, cursor, typeof(TKey), typeof(TId));
        var falls = descending != isBackwards;
        if (keys is not null)
            query = query.Where(PageKey.Behind(key, id, (TKey)keys[0], (TId)keys[1], falls));
        query = falls ? query.OrderByDescending(key).ThenByDescending(id) : query.OrderBy(key).ThenBy(id);
        var (keyOf, idOf) = (key.Compile(preferInterpretation: true), id.Compile(preferInterpretation: true));
        return ReadAsync(
            query,
            size,
            string.IsNullOrEmpty(cursor),
            isBackwards,
            (item, back) => PageCursor.Write(listing, back, keyOf(item), idOf(item)),
            cancellationToken);
    }

    /// <summary>Reads a page of a listing that is ordered by a key that is unique.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="query">What to list, filtered but not ordered.</param>
    /// <param name="key">The key, such as <c>signal => signal.Id</c>.</param>
    /// <param name="size">How many items at the most. 1 to 10,000.</param>
    /// <param name="cursor">Where to go on: <see cref="Page{T}.Next"/> or <see cref="Page{T}.Previous"/> of a page of the same listing;
    /// null or empty for the first page.</param>
    /// <param name="descending">Whether the highest key comes first. False by default.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is outside its range.</exception>
    /// <exception cref="ArgumentException">The key is of another type than those named above.</exception>
    /// <exception cref="InvalidCursorException">The cursor is damaged, or comes from another listing.</exception>
    public static Task<Page<T>> ToPageAsync<T, TKey>(
        this IQueryable<T> query,
        Expression<Func<T, TKey>> key,
        int size,
        string? cursor = null,
        bool descending = false,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        Check(size, typeof(TKey));
        var listing = Listing<T>(descending, key.Body);
        var (isBackwards, keys) = string.IsNullOrEmpty(cursor) ? (false, null) : PageCursor.Read(listing, cursor, typeof(TKey));
        var falls = descending != isBackwards;
        if (keys is not null)
            query = query.Where(PageKey.Behind(key, (TKey)keys[0], falls));
        query = falls ? query.OrderByDescending(key) : query.OrderBy(key);
        var keyOf = key.Compile(preferInterpretation: true);
        return ReadAsync(
            query,
            size,
            string.IsNullOrEmpty(cursor),
            isBackwards,
            (item, back) => PageCursor.Write(listing, back, keyOf(item)),
            cancellationToken);
    }

    // The same whatever the parameters of the expressions are called.
    private static string Listing<T>(bool descending, params ReadOnlySpan<Expression> keys)
    {
        var name = $"{typeof(T).FullName}{(descending ? " descending" : "")}";
        foreach (var key in keys)
            name += $" {(key is MemberExpression { Expression: ParameterExpression, Member: var member } ? member.Name : key.ToString())}";
        return name;
    }

    private static void Check(int size, params ReadOnlySpan<Type> keys)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxPageSize);
        foreach (var key in keys)
        {
            if (!PageCursor.IsKey(key))
            {
                throw new ArgumentException(
                    $"A listing is ordered by Guid, DateTimeOffset, long, int or string, not by {key.Name}.", nameof(keys));
            }
        }
    }

    private static async Task<Page<T>> ReadAsync<T>(
        IQueryable<T> query, int size, bool isFirst, bool isBackwards, Func<T, bool, string> cursorOf, CancellationToken cancellationToken)
    {
        // One more than is asked for tells whether there are more.
        var items = await query.Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var hasMore = items.Count > size;
        if (hasMore)
            items.RemoveAt(size);
        if (isBackwards)
            items.Reverse();
        if (items.Count == 0)
            return new Page<T>(items, null, null);
        return new Page<T>(
            items,
            hasMore || isBackwards ? cursorOf(items[^1], false) : null,
            isBackwards ? hasMore ? cursorOf(items[0], true) : null : isFirst ? null : cursorOf(items[0], true));
    }
}
