using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Redaction;

namespace StrategyEngine.Data.Encryption;

/// <summary>Turns on encrypted columns for a context.</summary>
public static class EncryptionDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Makes <see cref="EncryptedAttribute"/>, <see cref="BlindIndexAttribute"/> and <see cref="Secret{T}"/> work in a context.
    /// </summary>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="ring">The data keys of the database; null builds a model that can neither seal nor open, for design time.</param>
    /// <remarks>
    /// Also silences the events in which Entity Framework prints what it holds in the clear:
    /// <see cref="CoreEventId.PropertyChangeDetected"/>, <see cref="CoreEventId.ComplexElementPropertyChangeDetected"/> and
    /// <see cref="CoreEventId.QueryCompilationStarting"/>. Other settings of <c>ConfigureWarnings</c> stay as they are.
    /// </remarks>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder UseEncryption(this DbContextOptionsBuilder optionsBuilder, DataKeyRing? ring)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        return UseEncryption(optionsBuilder, ring, withTables: false);
    }

    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="ring">The data keys of the database.</param>
    /// <param name="withTables">Whether the model gets the tables of encryption without having to ask for them.</param>
    internal static DbContextOptionsBuilder UseEncryption(DbContextOptionsBuilder optionsBuilder, DataKeyRing? ring, bool withTables)
    {
        ((IDbContextOptionsBuilderInfrastructure)optionsBuilder).AddOrUpdateExtension(new EncryptionOptionsExtension(ring, withTables));
        return optionsBuilder.ConfigureWarnings(static warnings => warnings.Ignore(RevealingEvents.All));
    }

    /// <summary>
    /// Makes <see cref="EncryptedAttribute"/>, <see cref="BlindIndexAttribute"/> and <see cref="Secret{T}"/> work in a context.
    /// </summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="ring">The data keys of the database; null builds a model that can neither seal nor open, for design time.</param>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder<TContext> UseEncryption<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DataKeyRing? ring)
        where TContext : DbContext
    {
        UseEncryption((DbContextOptionsBuilder)optionsBuilder, ring);
        return optionsBuilder;
    }
}
