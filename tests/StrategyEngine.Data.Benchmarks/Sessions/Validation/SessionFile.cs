using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>A SQLite file with one user's sessions, and access tokens of them.</summary>
internal sealed class SessionFile : IAsyncDisposable
{
    private const int Sessions = 5;
    private readonly SigningAlgorithm _algorithm;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("session-ratio-");
    private readonly ServiceProvider _services;

    private SessionFile(SigningAlgorithm algorithm)
    {
        _algorithm = algorithm;
        _services = new ServiceCollection()
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder.CreateSubdirectory("keys"))))
            .BuildServiceProvider();
    }

    /// <summary>Access tokens, each another, of few sessions in turn.</summary>
    public string[] Tokens { get; private set; } = [];

    /// <summary>One further token of each session, to make a manager know it.</summary>
    public string[] Known { get; private set; } = [];

    /// <summary>The key that signed them: a shared secret, or a private key in PKCS#8.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>What signed them, as tokens name it.</summary>
    public string Algorithm => _algorithm.ToString();

    /// <summary>How tokens name it.</summary>
    public string KeyId => new JsonWebToken(Tokens[0]).Kid;

    public static async Task<SessionFile> CreateAsync(SigningAlgorithm algorithm, int count)
    {
        var file = new SessionFile(algorithm);
        await file._services.GetRequiredService<MigrationRunner>().MigrateAsync();
        var user = new User { Username = "ada", Email = "ada@example.com" };
        await using var context = await file._services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        context.Add(user);
        await context.SaveChangesAsync();

        var manager = file.NewManager(cacheSize: 0);
        var sessions = new SessionTokens[Sessions];
        for (var i = 0; i < Sessions; i++)
        {
            sessions[i] = await RotatedAsync(manager, ((CreateSessionResult.Created)await manager.CreateSessionAsync(
                user.Id,
                new ClientInfo("203.0.113.7", "Benchmark/1.0"),
                new SessionRequest { Scopes = ["read", "orders:write"], AuthenticationMethods = ["pwd", "otp"] })).Tokens);
        }

        file.Known = [.. sessions.Select(tokens => tokens.AccessToken.Reveal())];

        // Within the grace period a refresh gives the same refresh token with another access token.
        file.Tokens = new string[count];
        for (var i = 0; i < count; i++)
            file.Tokens[i] = (await RotatedAsync(manager, sessions[i % Sessions])).AccessToken.Reveal();
        var key = (await manager.ListSigningKeysAsync()).Single(key => key.Algorithm == file.Algorithm);
        file.Key = await MaterialAsync(context, key.Id);
        return file;
    }

    /// <summary>A manager that knows nothing yet, as another node would be.</summary>
    /// <param name="cacheSize">How many tokens, and as many sessions, it remembers.</param>
    public SessionManager NewManager(int cacheSize) => new(
        _services.GetRequiredService<TradingDatabase>(),
        new SessionOptions
        {
            SigningAlgorithm = _algorithm,
            AccessTokenLifetime = TimeSpan.FromHours(1),
            RefreshGracePeriod = TimeSpan.FromMinutes(5),
            CacheSize = cacheSize,
        });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    // An application has no type for the keys, and no business with them.
    private static async Task<byte[]> MaterialAsync(DbContext context, Guid keyId)
    {
        var type = context.Model.GetEntityTypes().Single(type => type.GetTableName() == "signing_keys").ClrType;
        var key = await context.FindAsync(type, keyId) ?? throw new InvalidOperationException("The key that was listed is gone.");
        return ((Secret<byte[]>)context.Entry(key).Property("Material").CurrentValue!).For(keyId).Reveal();
    }

    private static async Task<SessionTokens> RotatedAsync(SessionManager manager, SessionTokens tokens) =>
        await manager.RefreshTokenAsync(tokens.RefreshToken.Reveal()) switch
        {
            RefreshResult.Rotated rotated => rotated.Tokens,
            RefreshResult.Replayed replayed => replayed.Tokens,
            var other => throw new InvalidOperationException($"Not refreshed: {other}"),
        };
}
