using System.Data.Common;

using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data;

/// <summary>Whether a key ring lies in the database whose keys it protects.</summary>
internal static class KeyRingDatabase
{
    // Of the package Microsoft.AspNetCore.DataProtection.EntityFrameworkCore, which this one does not reference.
    private const string Repository = "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore.EntityFrameworkCoreXmlRepository`1";

    // What Microsoft.Data.Sqlite calls the database of every file.
    private const string SqliteDatabase = "main";

    /// <summary>Whether the ring is stored through Entity Framework, and not provably in another database.</summary>
    public static bool MayBe(KeyRing ring, TradingProvider provider)
    {
        if (ContextType(ring.Repository) is not { } type)
            return false;
        try
        {
            using var scope = ring.Services.CreateScope();
            if (scope.ServiceProvider.GetService(type) is not DbContext theirs)
                return true;
            var options = new DbContextOptionsBuilder();
            provider.Configure(options);
            using var ours = new DbContext(options.Options);
            return !AreDifferent(ours.Database.GetDbConnection(), theirs.Database.GetDbConnection());
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Not relational, or not configured.
            return true;
        }
    }

    // One server has many names, and a connection may be wrapped by a profiler, so that only the name of the database tells.
    private static bool AreDifferent(DbConnection ours, DbConnection theirs) =>
        !string.Equals(ours.Database, theirs.Database, StringComparison.OrdinalIgnoreCase)
        || (ours.Database == SqliteDatabase
            && File.Exists(ours.DataSource)
            && File.Exists(theirs.DataSource)
            && !string.Equals(Target(ours.DataSource), Target(theirs.DataSource), StringComparison.OrdinalIgnoreCase));

    private static string Target(string path) =>
        new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static Type? ContextType(IXmlRepository repository)
    {
        for (var type = repository.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition().FullName == Repository)
                return type.GenericTypeArguments[0];
        }

        return null;
    }
}
