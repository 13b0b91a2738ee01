using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>A file with the tables of encrypted and plain rows, through the library's context and through a plain one.</summary>
internal sealed class CredentialDatabase : IAsyncDisposable
{
    private const int RowsPerContext = 2_000;
    private readonly DirectoryInfo _folder;

    private CredentialDatabase(DirectoryInfo folder)
    {
        _folder = folder;
        ConnectionString = $"Data Source={Path.Combine(folder.FullName, "credentials.db")};Foreign Keys=True";
        Services = new ServiceCollection()
            .AddEncryptedContext<CredentialContext>(credentials => credentials
                .UseSqlite(ConnectionString)
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(folder.CreateSubdirectory("keys"))))
            .AddDbContextFactory<PlainCredentialContext>(options => options.UseSqlite(ConnectionString))
            .BuildServiceProvider();
    }

    public ServiceProvider Services { get; }

    public string ConnectionString { get; }

    public static async Task<CredentialDatabase> CreateAsync()
    {
        var database = new CredentialDatabase(Directory.CreateTempSubdirectory("credential-ratio-"));
        await using var context = database.Create<CredentialContext>();
        await context.Database.EnsureCreatedAsync();
        await using var plain = database.Create<PlainCredentialContext>();
        await plain.Database.ExecuteSqlRawAsync(plain.Database.GenerateCreateScript());
        return database;
    }

    public TContext Create<TContext>()
        where TContext : DbContext => Services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();

    /// <summary>Adds rows that differ by their number alone.</summary>
    public async Task AddAsync<TContext, TRow>(string[] secrets, Func<string, string, TRow> create)
        where TContext : DbContext
        where TRow : CredentialFields
    {
        for (var first = 0; first < secrets.Length / 2; first += RowsPerContext)
        {
            await using var context = Create<TContext>();
            for (var i = first; i < Math.Min(first + RowsPerContext, secrets.Length / 2); i++)
            {
                var row = create(secrets[2 * i], secrets[(2 * i) + 1]);
                row.Id = new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
                row.Exchange = "binance";
                row.Label = $"bot {i}";
                row.IsTestnet = i % 2 == 0;
                row.Uses = i;
                row.CreatedAt = 1_700_000_000_000 + i;
                row.Limit = i * 0.5;
                context.Add(row);
            }

            await context.SaveChangesAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
