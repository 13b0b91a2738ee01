using System.Transactions;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Sessions;

/// <summary>A context of its own for each step: what is decided about a session must not be undone with a caller's transaction.</summary>
internal static class OwnContext
{
    public static DbContext Open(TradingDatabase database)
    {
        RefuseAmbientTransaction();
        return database.CreateContext();
    }

    /// <summary>Runs work with a context whose connection is open, and stays open for the next caller where opening is dear.</summary>
    public static Task<T> UseOpenAsync<T>(
        TradingDatabase database, Func<OpenContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        RefuseAmbientTransaction();
        return database.OpenContexts.UseAsync(work, cancellationToken);
    }

    private static void RefuseAmbientTransaction()
    {
        if (Transaction.Current is not null)
        {
            throw new TradingDataException(
                "sessions.ambient_transaction",
                "Sessions are not managed within a TransactionScope, whose rollback would bring spent tokens back to life. Call this "
                + "outside of it, or within TransactionScopeOption.Suppress.");
        }
    }
}
