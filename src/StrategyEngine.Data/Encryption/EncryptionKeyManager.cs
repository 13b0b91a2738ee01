using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption;

/// <summary>Shows, rotates, rewraps and revokes data keys, and moves stored values to the newest one.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="ring">The data keys of the database.</param>
/// <param name="contextFactory">Makes a context of the database with <c>UseEncryption(ring)</c>; it is disposed after each use.</param>
/// <param name="dialect">The SQL of the database.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class EncryptionKeyManager(
    DataKeyRing ring,
    Func<DbContext> contextFactory,
    EncryptionDialect dialect,
    TimeProvider timeProvider)
{
    internal (DataKeyRing Ring, Func<DbContext> Factory, EncryptionDialect Dialect, TimeProvider TimeProvider) Parts { get; } =
        (ring, contextFactory, dialect, timeProvider);
}
