using System.Transactions;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Sessions;

/// <summary>A context of its own for each step: what is decided about a session must not be undone with a caller's transaction.</summary>
internal static class OwnContext
{
    public static DbContext Open(TradingDatabase database) => Transaction.Current is null
        ? database.CreateContext()
        : throw new TradingDataException(
            "sessions.ambient_transaction",
            "Sessions are not managed within a TransactionScope, whose rollback would bring spent tokens back to life. Call this outside of it, or within TransactionScopeOption.Suppress.");
}
