using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>Records changes of balances that are no fills, each once.</summary>
internal static class LedgerWrite
{
    public static async Task<int> RecordAsync(
        DbContext context, Guid accountId, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        await BookWrite.AccountAsync(context, accountId, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
            Demand(accountId, entry);
        var ids = entries.Select(entry => entry.ExchangeId).Distinct().ToList();
        var known = await context.Set<LedgerEntry>().AsNoTracking()
            .Where(entry => entry.AccountId == accountId && ids.Contains(entry.ExchangeId))
            .ToDictionaryAsync(entry => (entry.Kind, entry.ExchangeId), cancellationToken).ConfigureAwait(false);
        var added = 0;
        foreach (var entry in entries)
        {
            if (known.TryGetValue((entry.Kind, entry.ExchangeId), out var same))
            {
                if (IsSame(same, entry))
                    continue;
                throw new TradeBookException(
                    "ledger.contradiction",
                    "An entry of this kind and id is stored with another amount, currency or instant. Ask the exchange for it, and record "
                    + "a "
                    + "correction as an entry of its own.");
            }

            known.Add((entry.Kind, entry.ExchangeId), entry);
            context.Add(entry);
            added++;
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return added;
    }

    private static bool IsSame(LedgerEntry one, LedgerEntry other) =>
        one.Amount == other.Amount && one.Currency == other.Currency && one.AssetId == other.AssetId
        && Instants.Truncate(one.OccurredAt) == Instants.Truncate(other.OccurredAt);

    private static void Demand(Guid accountId, LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.AccountId != accountId)
            throw new TradeBookException("ledger.entry", "The entry is of another account than the one that it is recorded for.");
        if (entry.Currency.IsDefault || string.IsNullOrWhiteSpace(entry.ExchangeId))
            throw new TradeBookException("ledger.entry", "An entry needs a currency, and an id by which it is known again.");
        var isWrongWay = entry.Kind switch
        {
            LedgerEntryKind.Deposit => entry.Amount < 0,
            LedgerEntryKind.Withdrawal => entry.Amount > 0,
            _ => false,
        };
        if (entry.Amount == 0 || isWrongWay || !Amounts.Fits(entry.Amount))
        {
            throw new TradeBookException(
                "ledger.entry",
                "The amount of an entry is not 0 and has at most 12 decimals; that of a deposit is positive, that of a withdrawal negative.");
        }
    }
}
