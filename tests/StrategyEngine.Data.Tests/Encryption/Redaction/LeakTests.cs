using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.Tests.Readme;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>With everything that Entity Framework can print turned on, no plaintext and no key is printed.</summary>
[TestFixture]
internal sealed class LeakTests
{
    // None occurs by chance, nor in another test that runs meanwhile.
    private const string Note = "note-Qx7Lm-leak";
    private const string Email = "Mail-Kz3Vp@leak.example";
    private const string Constant = "constant-Yw5Tn@leak.example";
    private const string Secret = "secret-Bd8Rf-leak";
    private const string Json = "json-Hc2Jg-leak";
    private const string Street = "street-Mn6Ps-leak";
    private const string Visible = "visible-Zt1Ka";
    private const decimal Balance = 918273.645546372m;

    private static readonly byte[] Seed = "seed-Wv4Dq-leak-of-bytes"u8.ToArray();

    private readonly List<byte[]> _formerKeys = [];
    private EncryptedDatabase _database = null!;
    private ServiceProvider _protection = null!;
    private DataKeyRing _ring = null!;
    private TelemetryRecorder _recorder = null!;
    private ILoggerFactory _loggers = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _recorder = new TelemetryRecorder();
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_recorder));
        _protection = new ServiceCollection()
            .AddSingleton(_loggers)
            .AddDataProtection()
            .SetApplicationName("tests")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(_database.Folder, "told-ring")))
            .Services.BuildServiceProvider();
        _ring = new DataKeyRing(
            _protection.GetRequiredService<IDataProtectionProvider>(),
            () => _database.NewContext(null, options => TellAll(options)),
            _database.Time,
            _protection.GetRequiredService<IKeyManager>(),
            _loggers)
        { Dialect = Dialect };
    }

    [TearDown]
    public void Close()
    {
        _ring.Dispose();
        _protection.Dispose();
        _loggers.Dispose();
        _recorder.Dispose();
        _database.Dispose();
    }

    [Test]
    public async Task Nothing_that_is_logged_or_thrown_or_printed_holds_a_plaintext_or_a_key()
    {
        Drive(NewContext);
        await ManageKeys();

        _recorder.Dispose();
        _recorder.Said.Should().Contain(said => said.Text.Contains(Visible), "what is not encrypted is printed, or nothing is proved");
        _recorder.Said.Select(said => said.Origin.Split(' ')[0])
            .Distinct()
            .Should().Contain(["log", "line", "event", "meter", "exception", "text"]);
        Leaks().Should().BeEmpty();
    }

    [Test]
    public void Changes_inside_complex_and_owned_types_are_not_printed_either()
    {
        using var database = new GuardDatabase();
        using (var context = database.NewContext(options => TellAll(options).UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll)))
        {
            var owner = context.Owners.Include(o => o.Items).First();
            owner.Address.Street = Street;
            owner.Profile!.Text = Note;
            owner.Profile.Phone = Email;
            owner.Note = Note;
            owner.Plain = Visible;
            owner.Tags = [Json];
            owner.Items[0].Text = Note;
            context.ChangeTracker.DetectChanges();
            context.SaveChanges();
            owner.Address = new GuardContext.Address { City = "x", Street = Street + "2" };
            owner.Profile = new GuardContext.Profile { Language = "x", Text = Note + "2" };
            owner.Plain = null;
            context.SaveChanges();
            Try(() => context.Owners.Where(o => o.Profile!.Phone == Constant && Untranslated(o.Name)).ToList());
        }

        Leaks().Should().BeEmpty();
        _recorder.Said.Should().Contain(
            said => said.Origin.StartsWith("event") && said.Origin.EndsWith("PropertyChangeDetected") && said.Text.Contains(Visible),
            "a diagnostic listener still hears of properties that are not encrypted");
    }

    [Test]
    public void Only_what_the_threat_model_names_prints_a_plaintext()
    {
        using var context = NewContext();
        var account = new Account { Name = Visible, Note = Note, ApiSecret = Secret, Seed = Seed };
        var entry = context.Add(account);
        var query = context.Accounts.Where(a => a.Email == Constant);

        entry.DebugView.LongView.Should().Contain(Note).And.NotContain(Secret);
        context.ChangeTracker.DebugView.LongView.Should().Contain(Note).And.NotContain(Secret);
        query.Expression.ToString().Should().Contain(Constant);
        DebugViewOf(query, "Expression").Should().Contain(Constant);

        DebugViewOf(query, "Query").Should().NotContain(Constant);
        entry.DebugView.ShortView.Should().NotContain(Note);
        context.ChangeTracker.DebugView.ShortView.Should().NotContain(Note);
        context.Model.ToDebugString().Should().NotContain(Note);

        var named = File.ReadAllText(Path.Combine(ReadmeDocument.RepositoryFolder, "docs", "threat-model.md"));
        named.Should()
            .ContainAll(
                "EntityEntry.DebugView.LongView", "ChangeTracker.DebugView.LongView", "IQueryable.Expression", "DebugView.Expression");
    }

    [Test]
    public void Silencing_the_revealing_events_leaves_other_settings_of_warnings_alone()
    {
        var options = new DbContextOptionsBuilder<AccountContext>()
            .ConfigureWarnings(
                warnings => warnings.Throw(CoreEventId.FirstWithoutOrderByAndFilterWarning).Log(CoreEventId.PropertyChangeDetected))
            .UseEncryption(_ring)
            .ConfigureWarnings(
                warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning).Default(WarningBehavior.Log))
            .UseEncryption(_ring);

        var behaviors = options.Options.FindExtension<CoreOptionsExtension>()!.WarningsConfiguration;
        behaviors.GetBehavior(CoreEventId.FirstWithoutOrderByAndFilterWarning).Should().Be(WarningBehavior.Throw);
        behaviors.GetBehavior(CoreEventId.RowLimitingOperationWithoutOrderByWarning).Should().Be(WarningBehavior.Ignore);
        behaviors.GetBehavior(CoreEventId.PropertyChangeDetected).Should().Be(WarningBehavior.Ignore);
        behaviors.GetBehavior(CoreEventId.ComplexElementPropertyChangeDetected).Should().Be(WarningBehavior.Ignore);
        behaviors.GetBehavior(CoreEventId.QueryCompilationStarting).Should().Be(WarningBehavior.Ignore);
    }

    private static string DebugViewOf(IQueryable query, string view)
    {
        var shown = query.GetType().GetProperty("DebugView")!.GetValue(query)!;
        return (string)shown.GetType().GetProperty(view)!.GetValue(shown)!;
    }

    private IEnumerable<string> Leaks()
    {
        var needles = Needles().ToList();
        return
            from said in _recorder.Said
            from needle in needles
            where said.Text.Contains(needle.Form, StringComparison.OrdinalIgnoreCase)
            group said by (said.Origin, needle.What) into leak
            select $"{leak.Key.What} in {leak.Key.Origin}: {leak.First().Text[..Math.Min(leak.First().Text.Length, 300)]}";
    }

    private AccountContext NewContext() => _database.NewContext(_ring, options => TellAll(options));

    private static EncryptionDialect Dialect => new SqliteTradingProvider("Data Source=none.db").Encryption;

    private DbContextOptionsBuilder TellAll(DbContextOptionsBuilder options) => options
        .EnableSensitiveDataLogging()
        .EnableDetailedErrors()
        .UseLoggerFactory(_loggers)
        .LogTo(line => _recorder.Record("line", line), LogLevel.Trace);

    private void Drive(Func<AccountContext> open)
    {
        Guid id;
        using (var context = open())
        {
            var account = new Account { Name = Visible, Note = Note, Email = Email, Balance = Balance, ApiSecret = Secret, Seed = Seed };
            id = account.Id;
            context.Add(account);
            context.Add(new Order { Venue = "x", Number = 1, Account = account, Text = Note, Memo = Secret });
            context.Add(
                new AllTypes
                {
                    String = Note,
                    JsonObject = new JsonObject { ["k"] = Json },
                    Record = new AllTypes.Settings(Json, 1),
                    List = [Json],
                    SecretRecord = new AllTypes.Settings(Json, 2)
                });
            context.SaveChanges();
            Print(context, account);

            account.Note = Note + "2";
            account.Email = "2" + Email;
            account.Balance = Balance + 1;
            account.ApiSecret = Secret + "2";
            account.Remark = Note;
            context.ChangeTracker.Entries<AllTypes>().Single().Entity.JsonObject!["k"] = Json + "2";
            context.ChangeTracker.DetectChanges();
            Print(context, account);
            context.SaveChanges();
            account.Email = Email;
            context.SaveChanges();
        }

        using (var context = open())
        {
            var email = Email;
            string[] emails = [Email, "other"];
            Try(() => context.Accounts.Single(a => a.Email == email));
            Try(() => context.Accounts.Where(a => a.Email == Constant || a.Email == Email).ToList());
            Try(() => context.Accounts.Where(a => emails.Contains(a.Email)).ToList());
            Try(() => context.Accounts.Where(a => new[] { Constant, email }.Contains(a.Email)).ToList());
            Try(() => context.Accounts.Where(a => a.Email == EF.Constant(email)).ToList());
            Try(() => context.Accounts.Where(a => a.Email == EF.Parameter(email)).ToQueryString());
            Try(() => context.Accounts.Where(a => a.Email == Constant).ToQueryString());
            Try(() => EF.CompileQuery((AccountContext c, string e) => c.Accounts.Single(a => a.Email == e))(context, Email));
            Try(() => context.Accounts.Select(a => new { a.Note, a.Balance, a.ApiSecret }).AsEnumerable()
                .Select(x => x.ApiSecret!.ToString()).ToList());
            Try(() => context.Accounts.Include(a => a.Orders).AsSplitQuery().ToList());
            Try(() => context.AllTypes.ToList());
            Try(() => context.Accounts.Find(id));

            // Refused, and not translated.
            Try(() => context.Accounts.Where(a => a.Note == Constant).ToList());
            Try(() => context.Accounts.Where(a => a.Note!.StartsWith(Constant)).ToList());
            Try(() => context.Accounts.Where(a => a.Email == Constant && Untranslated(a.Name)).ToList());
            Try(() => context.Accounts.Where(a => new[] { Constant, "x" }.Contains(a.Email) && Untranslated(a.Name)).ToList());
            Try(() => context.Accounts.Where(a => a.Email == email && Untranslated(a.Name)).ToList());
            Try(() => context.Accounts.ExecuteUpdate(s => s.SetProperty(a => a.Note, Constant)));
            Try(() => context.Accounts.ExecuteUpdate(s => s.SetProperty(a => a.Note, Note)));
            Try(() => context.Accounts.Where(a => a.Email == email).ExecuteUpdate(s => s.SetProperty(a => a.Name, Visible)));
            Try(() => context.Accounts.Where(a => a.Email == Constant).ExecuteDelete());

            // Saves that fail.
            context.ChangeTracker.Clear();
            context.Add(new Account { Name = "twice", Email = Email, Note = Note });
            Try(() => context.SaveChanges());
            context.ChangeTracker.Clear();
            context.Update(new Account { Id = Guid.CreateVersion7(), Name = "gone", Email = "3" + Email, Note = Note, Balance = Balance });
            Try(() => context.SaveChanges());
            context.ChangeTracker.Clear();
            context.Attach(new Account { Id = id, Name = "once", Note = Note });
            Try(() => context.Attach(new Account { Id = id, Name = "again", Note = Note }));
            context.ChangeTracker.Clear();
            context.Add(new Order { Venue = "none", Number = 2, AccountId = Guid.CreateVersion7(), Text = Note });
            Try(() => context.SaveChanges());
        }

        foreach (var (column, value) in new (string, object)[] { ("Note", Encoding.UTF8.GetBytes(Note)), ("Balance", new byte[40]),
            ("api_secret", Encoding.UTF8.GetBytes(Secret)), ("Note", Note) })
        {
            _database.Execute($"UPDATE accounts SET \"{column}\" = $value WHERE \"Name\" = '{Visible}'", ("$value", value));
            using var context = open();
            Try(() => context.Accounts.ToList());
            Try(() => context.Accounts.Select(a => a.Note).ToList());
            Try(() => context.Accounts.AsNoTracking().Select(a => a.ApiSecret).AsEnumerable().Select(s => s?.Reveal()).ToList());
            Try(() => context.Accounts.AsEnumerable().Select(a => a.ApiSecret!.Reveal()).ToList());
        }

        // Sealed, but of another form than the property.
        var misfit = new FieldProtector(
            _ring).Encrypt(
                new JsonObject { ["Name"] = Json, ["Limit"] = Json, ["Weights"] = new JsonObject { [Json] = Json } }, "AllTypes/Record");
        _database.Execute("UPDATE \"AllTypes\" SET \"Record\" = $value", ("$value", misfit));
        using (var context = open())
            Try(() => context.AllTypes.ToList());
    }

    private async Task ManageKeys()
    {
        var keys = new EncryptionKeyManager(_ring, NewContext, Dialect, _database.Time);
        var former = _ring.ActiveFieldKey();
        _formerKeys.Add(Key(former));
        _recorder.Record("text", (await keys.RotateDataKeyAsync()).ToString());
        _protection.GetRequiredService<IKeyManager>().CreateNewKey(_database.Time.GetUtcNow(), _database.Time.GetUtcNow().AddDays(90));
        await keys.RewrapAsync();
        var moved = await keys.ReencryptAsync();
        _recorder.Record("text", moved + string.Join(' ', moved.Failures));
        var status = await keys.GetStatusAsync();
        _recorder.Record("text", status + string.Join(' ', status.Keys) + string.Join(' ', status.Columns));
        foreach (var action in new Func<Task>[] { () => keys.RevokeAsync(
            former.KeyId), () => keys.RevokeAsync(former.KeyId, evenIfUsed: true), () => keys.DestroyAsync(former.KeyId, evenIfUsed: true),
            () => keys.DestroyAsync(_ring.ActiveFieldKey().KeyId) })
        {
            try
            {
                await action();
            }
            catch (TradingDataException refused)
            {
                _recorder.Record("exception " + refused.GetType().Name, refused.ToString());
            }
        }

        using var context = NewContext();
        Try(() => context.Accounts.ToList());
    }

    private void Print(AccountContext context, Account account)
    {
        foreach (var entry in context.ChangeTracker.Entries())
        {
            _recorder.Record("text EntityEntry", entry.ToString());
            foreach (var member in entry.Members)
                _recorder.Record("text " + member.GetType().Name, member.ToString());
            _recorder.Record("text PropertyValues", entry.CurrentValues.ToString() + entry.OriginalValues);
        }

        foreach (var printed
            in new object?[]
            {
                context, context.ChangeTracker, context.Model, context.Accounts, account, account.ApiSecret, account.Seed, _ring,
                new EncryptionKeyManager(_ring, NewContext, Dialect, _database.Time), new FieldProtector(_ring), context.Database
            })
        {
            _recorder.Record("text " + printed?.GetType().Name, printed?.ToString());
        }

        _recorder.Record("text query", context.Accounts.Where(a => a.Email == Email).ToString());
    }

    private void Try<T>(Func<T> action)
    {
        try
        {
            _recorder.Record("text", action() as string);
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            for (var inner = failure; inner is not null; inner = inner.InnerException)
            {
                _recorder.Record("exception " + inner.GetType().Name, inner.ToString());
                foreach (System.Collections.DictionaryEntry entry in inner.Data)
                    _recorder.Record("exception " + inner.GetType().Name, $"{entry.Key} {entry.Value}");
            }
        }
    }

    private static bool Untranslated(string name) => name.Length > 0;

    private IEnumerable<(string What, string Form)> Needles()
    {
        (string What, byte[] Bytes)[] secrets =
        [
            .. new[] { Note, Email, Email.ToLowerInvariant(), Email.ToUpperInvariant(), Constant, Secret, Json, Street }.Select(
                text => (text, Encoding.UTF8.GetBytes(text))),
            ("seed", Seed),
            .. _formerKeys.Select(key => ("former data key", key)),
            ("data key", Key(_ring.ActiveFieldKey())),
            ("blind index root", Key(_ring.BlindIndexRoot(1))),
            .. Directory.GetFiles(_database.Folder, "key-*.xml", SearchOption.AllDirectories)
                .SelectMany(file => XDocument.Load(file).Descendants("value"))
                .Select(value => ("ring key", Convert.FromBase64String(value.Value))),
        ];
        secrets.Should().Contain(secret => secret.What == "ring key");
        foreach (var (what, bytes) in secrets)
        {
            yield return (what, Convert.ToHexString(bytes)[..24]);
            yield return (what, Convert.ToBase64String(bytes)[..16]);
            yield return (what, string.Join(", ", bytes.Take(8)));
            yield return (what, string.Join("-", bytes.Take(8).Select(value => value.ToString("X2", CultureInfo.InvariantCulture))));
            if (what.Contains("leak", StringComparison.OrdinalIgnoreCase))
                yield return (what, what);
        }

        yield return ("balance", "918273");
    }

    private byte[] Key(LoadedDataKey key) =>
        key.Material(_ring.Wrapper, new FieldLocation(null, "test")).Copy();
}
