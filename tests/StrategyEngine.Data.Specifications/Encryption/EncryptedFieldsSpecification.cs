// The names of tables come from the test database.
#pragma warning disable EF1002

using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>Every encrypted property of the model, found by reflection: written, read back, and looked for where it must not be.</summary>
public abstract class EncryptedFieldsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Planted = "PLANTED-plaintext-4711";

    private static readonly PropertyInfo[] EncryptedProperties = typeof(User).Assembly.GetTypes()
        .Where(type => !type.IsAbstract)
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Where(property => property.GetCustomAttribute<EncryptedAttribute>() is not null)
        .ToArray();

    [Test]
    public async Task No_plaintext_of_an_encrypted_property_is_in_the_database_or_in_the_debug_log()
    {
        var log = new CollectedLog();
        await using var services = BuildServices(
            services: collection => collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var plaintexts = new Dictionary<PropertyInfo, string>();
        await using (var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext())
        {
            var records = OneOfEach(context);
            foreach (var property in EncryptedProperties)
            {
                var record = records.Should()
                    .ContainSingle(r => r.GetType() == property.DeclaringType, "every encrypted property needs a record here").Which;
                plaintexts[property] = Assign(record, property);
            }

            records.OfType<Asset>().Single().Name = Planted;
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();

            foreach (var (property, plaintext) in plaintexts)
            {
                (await ReadAsync(context, property)).Should()
                    .Contain(plaintext, $"{property.DeclaringType!.Name}.{property.Name} must be readable");
            }

            _ = await context.Users.SingleAsync(user => user.Email == plaintexts[typeof(User).GetProperty(nameof(User.Email))!]);
        }

        var database = Encoding.Latin1.GetString(await TestDatabase.DumpAsync());
        var logged = log.ToString();
        plaintexts.Should().HaveCountGreaterThan(8);
        database.Should().Contain(Planted, "the search must find what is there in the clear");
        logged.Should().Contain("INSERT INTO", "the log must hold the commands");
        foreach (var (property, plaintext) in plaintexts)
        {
            var name = $"{property.DeclaringType!.Name}.{property.Name}";
            database.Contains(plaintext, StringComparison.OrdinalIgnoreCase).Should().BeFalse($"{name} must not be in the database");
            database.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(plaintext))[..16], StringComparison.Ordinal).Should()
                .BeFalse($"{name} must not be in the database as base64");
            logged.Contains(plaintext, StringComparison.OrdinalIgnoreCase).Should().BeFalse($"{name} must not be in the log");
        }
    }

    [Test]
    public async Task Null_stays_null_and_empty_stays_empty()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        user.PasswordHash = "";
        context.Add(user);
        var session = TestRecords.Session(user.Id);
        session.IpAddress = null;
        context.Add(session);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.Users.SingleAsync()).PasswordHash.Should().BeEmpty();
        (await context.Users.SingleAsync()).TotpSecret.Should().BeNull();
        (await context.UserSessions.SingleAsync()).IpAddress.Should().BeNull();
        (await context.UserSessions.CountAsync(s => s.IpAddress == null)).Should().Be(1);
    }

    [Test]
    public async Task A_cell_that_was_altered_is_refused()
    {
        await using var context = CreateContext();
        await TestBook.SaveAsync(context);
        var cell = (await context.Database.SqlQueryRaw<byte[]>($"SELECT config AS \"Value\" FROM {TestDatabase.Table("strategies")}")
            .SingleAsync())!;
        cell[^1] ^= 1;
        await context.Database.ExecuteSqlRawAsync($"UPDATE {TestDatabase.Table("strategies")} SET config = {{0}}", cell);

        await context.Invoking(c => c.Strategies.SingleAsync()).Should().ThrowAsync<FieldTamperedException>();
    }

    [Test]
    public async Task A_secret_moved_to_another_row_is_refused()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        context.Add(TestRecords.Credential(book.User.Id, "second"));
        await context.SaveChangesAsync();
        await context.Database.ExecuteSqlRawAsync(
            $"""
            UPDATE {TestDatabase.Table("exchange_credentials")}
            SET api_secret = (SELECT api_secret FROM {TestDatabase.Table("exchange_credentials")} WHERE label = 'default')
            WHERE label = 'second'
            """);
        context.ChangeTracker.Clear();

        var credentials = await context.ExchangeCredentials.ToDictionaryAsync(credential => credential.Label);

        credentials["default"].ApiSecret!.Reveal().Should().Be("the-api-secret");
        credentials["second"].Invoking(credential => credential.ApiSecret!.Reveal()).Should().Throw<FieldTamperedException>();
    }

    [Test]
    public async Task Another_key_ring_cannot_read_the_values()
    {
        await using (var context = CreateContext())
            await TestBook.SaveAsync(context);
        Directory.Move(Path.Combine(TestDatabase.Folder, "keys"), Path.Combine(TestDatabase.Folder, "lost"));
        await using var services = BuildServices();
        await using var other = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

        await other.Invoking(c => c.Strategies.SingleAsync()).Should().ThrowAsync<KeyRingMismatchException>();
    }

    private static object[] OneOfEach(TradingDbContext context)
    {
        var user = TestRecords.User();
        context.Add(user);
        object[] records =
        [
            user,
            TestRecords.Asset(),
            TestRecords.Strategy(user.Id),
            TestRecords.Credential(user.Id),
            TestRecords.Session(user.Id),
            LibraryRecords.Create(context, "signing_keys", ("Algorithm", "HS256"), ("Epoch", 1_000_000), ("ActivatesAt", Start)),

            // Written by the library alone.
            Activator.CreateInstance(typeof(AuthenticationEvent), nonPublic: true)!,
        ];
        context.AddRange(records[1..]);
        return records;
    }

    private static string Assign(object record, PropertyInfo property)
    {
        var plaintext = $"plaintext-of-{property.DeclaringType!.Name}-{property.Name}";
        object value = property.PropertyType switch
        {
            var type when type == typeof(string) => plaintext,
            var type when type == typeof(byte[]) => Encoding.UTF8.GetBytes(plaintext),
            var type when type == typeof(JsonObject) => new JsonObject { ["value"] = plaintext },
            var type when type == typeof(Secret<string>) => new Secret<string>(plaintext),
            var type when type == typeof(Secret<byte[]>) => new Secret<byte[]>(Encoding.UTF8.GetBytes(plaintext)),
            var type => throw new NotSupportedException($"Teach this test to write a {type}."),
        };
        property.SetValue(record, value);
        return plaintext;
    }

    private static async Task<string> ReadAsync(TradingDbContext context, PropertyInfo property)
    {
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(
            nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(property.DeclaringType!).Invoke(context, null)!;
        var records = await set.ToListAsync();
        return string.Join('\n', records.Select(record => property.GetValue(record) switch
        {
            string text => text,
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            JsonObject json => json["value"]?.GetValue<string>(),
            Secret<string> secret => secret.Reveal(),
            Secret<byte[]> secret => Encoding.UTF8.GetString(secret.Reveal()),
            _ => null,
        }));
    }

    private sealed class CollectedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public override string ToString() => string.Join('\n', _lines);

        public void Dispose()
        {
        }
    }
}
