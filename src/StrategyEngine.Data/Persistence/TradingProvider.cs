using System.Data.Common;
using System.Diagnostics;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence.Bulk;

namespace StrategyEngine.Data.Persistence;

/// <summary>A database engine: everything the library does differently on each.</summary>
/// <remarks>
/// Implemented once per provider package, with public API only, and given to <c>TradingDataBuilder.UseProvider</c>.
/// An instance serves one database and must be thread-safe.
/// </remarks>
[DebuggerDisplay("{Name,nq}")]
public abstract class TradingProvider
{
    /// <summary>The short name of the engine, such as <c>SQLite</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The engine's statements for counting and re-encrypting encrypted columns.</summary>
    public abstract EncryptionDialect Encryption { get; }

    /// <summary>
    /// How many connections the library keeps open, with their compiled statements, for what every log-in and refresh does.
    /// </summary>
    /// <value>None, for engines whose own pools make opening cheap.</value>
    public virtual int KeptConnections => 0;

    /// <summary>The statements of a transaction on a kept connection.</summary>
    /// <value>Null: the driver's transactions.</value>
    public virtual TransactionStatements? Transactions => null;

    /// <summary>
    /// Is told that work on a connection failed, so that an engine whose pool would hand out a connection that no longer serves forgets it.
    /// Must not throw.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="failure">What was thrown.</param>
    public virtual void Abandon(DbConnection connection, Exception failure)
    {
    }

    /// <summary>What is wrong with the settings, one sentence each that names the call that repairs it; empty if nothing.</summary>
    /// <remarks>Called once, when the application starts. Must not connect.</remarks>
    public virtual IEnumerable<string> Validate() => [];

    /// <summary>Makes a context use this engine, its migrations and its interceptors.</summary>
    /// <param name="options">The options of the context.</param>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Opens the engine's way to the candle table: bulk writes and streaming reads.</summary>
    /// <param name="timeProvider">The clock to wait by.</param>
    public virtual CandleTable CreateCandleTable(TimeProvider timeProvider) =>
        throw new TradingDataException("persistence.candles", $"{Name} has no candle table.");

    /// <summary>Opens the engine's way to write many rows of a table, within a transaction. Nothing is sent yet.</summary>
    /// <param name="target">The table.</param>
    /// <param name="connection">The open connection.</param>
    /// <param name="transaction">The driver's transaction; null if it was begun by <see cref="Transactions"/>.</param>
    /// <returns>By default rows one by one in standard SQL, which every engine understands and none does fast. An engine of its own falls
    /// back on it for columns it cannot carry.</returns>
    public virtual BulkTable OpenBulkTable(BulkTarget target, DbConnection connection, DbTransaction? transaction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(connection);
        return new PlainBulkTable(target, connection, transaction);
    }

    /// <summary>
    /// Begins a session in which <c>MigrationRunner</c> looks at the database or changes its schema. Nothing is opened yet.
    /// </summary>
    /// <param name="context">A context of the database, which the caller disposes after the session.</param>
    public abstract MigrationSession CreateMigrationSession(DbContext context);

    /// <summary>Begins a session in which <c>DatabaseAdministrator</c> looks after the database. Nothing is opened yet.</summary>
    /// <param name="context">A context of the database, which the caller disposes after the session.</param>
    /// <returns>By default a session that adds nothing of its own: no checks of the engine, no maintenance, no backup.</returns>
    public virtual AdministrationSession CreateAdministrationSession(DbContext context) => new PlainAdministrationSession(context);

    /// <summary>Sets the storage forms that only this engine has. Called once, before a model is finalized.</summary>
    /// <remarks>Depends on nothing but the type of the provider: databases that are opened one after another use one model.</remarks>
    /// <param name="model">The model, of which only this library's entity types may be changed: see
    /// <see cref="TradingEntityTypes.IsOurs"/>.</param>
    public virtual void FinalizeModel(IConventionModelBuilder model)
    {
    }

    /// <summary>The column as a number that a CHECK constraint can compare.</summary>
    /// <param name="column">The name of a column that holds an amount.</param>
    public virtual string AmountInCheck(string column) => column;

    /// <summary>
    /// Whether another provider chooses the same database: two calls of <c>AddTradingData</c> that choose different ones under one name are
    /// refused.
    /// </summary>
    /// <param name="other">The other provider.</param>
    /// <returns>By default whether it is of the same type; an engine compares the connection strings.</returns>
    public virtual bool IsSameDatabase(TradingProvider other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.GetType() == GetType();
    }

    /// <summary>Tells what an exception of the engine, or of EF around it, means.</summary>
    /// <param name="exception">Any exception.</param>
    public abstract DatabaseError Classify(Exception exception);

    /// <summary>What repairs an error of a kind on this engine, in a sentence or two.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Null, as by default, where what the library says for every engine is enough. What is returned holds no value and no part
    /// of the connection string.</returns>
    public virtual string? RemedyFor(DatabaseErrorKind kind) => null;
}
