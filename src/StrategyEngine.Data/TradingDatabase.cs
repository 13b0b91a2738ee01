using System.Diagnostics;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data;

/// <summary>One database of the application: a factory of contexts, the engine behind them and the keys of its encrypted columns.</summary>
/// <remarks>
/// <para>Every service of the library is built on one of these and reaches the entities with <c>Set&lt;T&gt;()</c>, so that the same
/// services serve <see cref="TradingDbContext"/> and a host's own context. Resolve it to write a service of the same kind.</para>
/// <para>A singleton; thread-safe. The container disposes of it.</para>
/// </remarks>
[DebuggerDisplay("TradingDatabase {Display,nq}")]
public sealed class TradingDatabase : IDisposable
{
    private readonly Func<DbContext> _contextFactory;
    private readonly IDisposable? _keyRingServices;
    private readonly Lazy<CandleTable> _candles;
    private readonly bool _holdsTradingModel;
    private bool _checked;
    private volatile bool _isDisposed;

    internal TradingDatabase(
        string? name,
        TradingProvider provider,
        Func<TradingDatabase, DataKeyRing> keys,
        Func<DbContext> contextFactory,
        TimeProvider timeProvider,
        KeyRing keyRing,
        IDisposable? keyRingServices,
        bool holdsTradingModel)
    {
        Name = name;
        KeyRing = keyRing;
        Provider = provider;
        TimeProvider = timeProvider;
        _contextFactory = contextFactory;
        _keyRingServices = keyRingServices;
        _holdsTradingModel = holdsTradingModel;
        _checked = !holdsTradingModel;
        Keys = keys(this);
        OpenContexts = new OpenContextPool(() => new OpenContext(CreateContext(), provider, timeProvider), provider.KeptConnections);
        Bulk = new BulkWriter(provider, CreateContext, OpenContexts, timeProvider);
        _candles = new Lazy<CandleTable>(() => provider.CreateCandleTable(timeProvider));
    }

    /// <summary>The name the database was registered under, or null for the application's only or first one.</summary>
    public string? Name { get; }

    /// <summary>The database engine.</summary>
    public TradingProvider Provider { get; }

    /// <summary>The data keys of the encrypted columns.</summary>
    public DataKeyRing Keys { get; }

    /// <summary>The DataProtection key ring that wraps the data keys.</summary>
    public KeyRing KeyRing { get; }

    /// <summary>The candle table: bulk writes and streaming reads.</summary>
    public CandleTable Candles => _candles.Value;

    /// <summary>Writes records of any type of the model in bulk.</summary>
    public BulkWriter Bulk { get; }

    /// <summary>The clock of everything the library does with this database.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Creates a context, which the caller disposes.</summary>
    /// <returns>A <see cref="TradingDbContext"/>, or the host's own context under <c>AddTradingData&lt;THostContext&gt;</c>.</returns>
    /// <exception cref="ObjectDisposedException">The service provider that made this is disposed.</exception>
    public DbContext CreateContext()
    {
        DemandAlive();
        var context = _contextFactory();
        if (!_checked)
        {
            _ = TradingOptionsExtension.Of(context);
            _checked = true;
        }

        return context;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isDisposed = true;
        if (_candles.IsValueCreated && _candles.Value is IDisposable candles)
            candles.Dispose();
        OpenContexts.Dispose();
        Keys.Dispose();
        _keyRingServices?.Dispose();
    }

    /// <exception cref="ObjectDisposedException">The service provider that made this is disposed.</exception>
    internal void DemandAlive()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(
                nameof(TradingDatabase),
                "The service provider (or scope) that made this service was disposed. Keep it as long as its services are used, or resolve "
                + "the service from one that is alive.");
        }
    }

    /// <summary>Closes the connections that are kept open and not in use: the database behind them is about to be replaced.</summary>
    internal void ReleaseConnections()
    {
        if (_candles.IsValueCreated)
            _candles.Value.ReleaseConnections();
        OpenContexts.Clear();
    }

    /// <summary>Makes the first keys, and checks that keys, columns and stored values belong together.</summary>
    internal async Task VerifyEncryptionAsync(CancellationToken cancellationToken)
    {
        await new EncryptionKeyManager(Keys, CreateContext, Provider.Encryption, TimeProvider).VerifyAsync(cancellationToken)
            .ConfigureAwait(false);
        IsEncryptionVerified = true;
    }

    /// <summary>Whether <see cref="VerifyEncryptionAsync"/> has passed in this process.</summary>
    internal bool IsEncryptionVerified { get; private set; }

    /// <summary>Contexts with open connections, for what is short and frequent.</summary>
    internal OpenContextPool OpenContexts { get; }

    /// <summary>For the debugger: name and engine, not where it is.</summary>
    internal string Display => Name is null ? Provider.Name : $"{Name} on {Provider.Name}";

    /// <summary>Numbers the record of authentication.</summary>
    internal UuidV7Sequence EventIds { get; } = new();

    internal void Configure(DbContextOptionsBuilder options)
    {
        Provider.Configure(options);
        if (!_holdsTradingModel)
        {
            EncryptionDbContextOptionsBuilderExtensions.UseEncryption(options, Keys, withTables: true);
            return;
        }

        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new TradingOptionsExtension(Provider, TimeProvider));
        options.UseEncryption(Keys);
        options.AddInterceptors(
            RecordKeepingInterceptor.Instance,
            AmountConversionInterceptor.Instance,
            AmountFailureInterceptor.Instance,
            SchemaFailureInterceptor.Instance);
    }
}
