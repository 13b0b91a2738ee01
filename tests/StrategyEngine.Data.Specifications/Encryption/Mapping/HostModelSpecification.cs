// Table names come from the model.
#pragma warning disable EF1002

using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>A host's own context and entities, encrypted by one call; through public API only.</summary>
public abstract class HostModelSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private ServiceProvider Host { get; set; } = null!;

    protected override async Task MigrateAsync()
    {
        Host = BuildHost();
        await using var context = CreateHostContext();
        await context.Database.EnsureCreatedAsync();
    }

    [TearDown]
    public ValueTask CloseHostAsync() => Host.DisposeAsync();

    [Test]
    public async Task Encrypted_properties_of_every_kind_come_back()
    {
        var patient = NewPatient("ann@x.y");
        await AddAsync(patient);

        await using var context = CreateHostContext();
        var read = await context.Patients.Include(row => row.Visits).SingleAsync();

        read.Email.Should().Be("ann@x.y");
        read.Born.Should().Be(new DateOnly(1980, 2, 3));
        read.Weight.Should().Be(61.5m);
        read.Chart!["allergies"]!.AsArray().Should().HaveCount(2);
        read.Contact.Should().Be(new Contact("Bob", "555"));
        read.Pin!.Reveal().Should().Be("1234");
        read.Visits.Should().ContainSingle().Which.Note!.Reveal().Should().Be("well");
        await AssertSealedAsync(context);
    }

    [Test]
    public async Task The_blind_index_finds_and_keeps_values_unique()
    {
        await AddAsync(NewPatient("ann@x.y"));

        await using var context = CreateHostContext();
        (await context.Patients.CountAsync(row => row.Email == " ANN@X.Y")).Should().Be(1);
        string[] several = ["bob@x.y", "Ann@x.y"];
        (await context.Patients.CountAsync(row => several.Contains(row.Email))).Should().Be(1);
        (await context.Patients.CountAsync(row => row.Email != "ann@x.y")).Should().Be(0);
        await FluentActions.Awaiting(() => AddAsync(NewPatient("ANN@x.y"))).Should().ThrowAsync<DbUpdateException>();
    }

    [Test]
    public async Task A_query_on_ciphertext_is_refused()
    {
        await using var context = CreateHostContext();

        (await context.Patients.Awaiting(patients => patients.OrderBy(row => row.Weight).ToListAsync()).Should()
            .ThrowAsync<EncryptedQueryException>())
            .Which.Property.Should().Be("Patient.Weight");
        await context.Visits.Awaiting(visits => visits.Where(row => row.Place == "x").ToListAsync()).Should()
            .ThrowAsync<EncryptedQueryException>();
    }

    [Test]
    public async Task A_secret_copied_to_another_row_does_not_open()
    {
        await AddAsync(NewPatient("ann@x.y"), NewPatient("bob@x.y"));
        await using (var context = CreateHostContext())
        {
            var table = context.Model.FindEntityType(typeof(Patient))!.GetTableName()!;
            var first = await context.Patients.Select(patient => patient.Id).FirstAsync();
            await context.Database.ExecuteSqlRawAsync(
                $"UPDATE \"{table}\" SET \"Pin\" = (SELECT other.\"Pin\" FROM \"{table}\" AS other WHERE other.\"Id\" = {{0}})", first);
        }

        await using var reading = CreateHostContext();
        var patients = await reading.Patients.AsNoTracking().ToListAsync();
        patients.Count(patient => Opens(patient.Pin!)).Should().Be(1);
    }

    [Test]
    public async Task The_job_moves_every_value_under_keys_of_any_type()
    {
        await AddAsync(Enumerable.Range(0, 30).Select(i => NewPatient($"{i}@x.y")).ToArray<object>());
        var keys = Host.GetRequiredService<EncryptionKeyManager>();
        var rotated = await keys.RotateDataKeyAsync();

        var result = await keys.ReencryptAsync(new ReencryptionOptions { PageSize = 8 });

        result.IsComplete.Should().BeTrue();
        (await keys.GetStatusAsync()).Columns.Should()
            .HaveCount(8).And.OnlyContain(column => column.ValuesByKey.Keys.Single() == rotated.KeyId);
        await using var context = CreateHostContext();
        (await context.Visits.AsNoTracking().ToListAsync()).Should().HaveCount(30).And.OnlyContain(visit => visit.Note!.Reveal() == "well");
    }

    [Test]
    public async Task Values_outside_a_column_are_sealed_by_the_protector()
    {
        var protector = Host.GetRequiredService<FieldProtector>();
        var patient = NewPatient("ann@x.y");
        await AddAsync(patient);
        await using var context = CreateHostContext();
        var entityType = context.Model.FindEntityType(typeof(Patient))!;

        var stored = protector.Encrypt("from bulk", $"{entityType.GetTableName()}/Pin", patient.Id);
        await context.Database.ExecuteSqlRawAsync($"UPDATE \"{entityType.GetTableName()}\" SET \"Pin\" = {{0}}", stored);

        (await context.Patients.AsNoTracking().SingleAsync()).Pin!.Reveal().Should().Be("from bulk");
    }

    [Test]
    public async Task A_restart_finds_everything_in_order()
    {
        await AddAsync(NewPatient("ann@x.y"));
        await using var again = BuildHost();

        await again.GetRequiredService<EncryptionKeyManager>().VerifyAsync();

        await using var context = await again.GetRequiredService<IDbContextFactory<ClinicContext>>().CreateDbContextAsync();
        (await context.Patients.SingleAsync()).Pin!.Reveal().Should().Be("1234");
        await using var scope = again.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ClinicContext>().Should().NotBeNull();
        again.GetRequiredKeyedService<EncryptionKeyManager>(typeof(ClinicContext)).Should()
            .BeSameAs(again.GetRequiredService<EncryptionKeyManager>());
    }

    [Test]
    public async Task The_database_is_refused_under_another_key_ring()
    {
        await AddAsync(NewPatient("ann@x.y"));
        await using var foreign = BuildHost("another ring");

        await foreign.GetRequiredService<EncryptionKeyManager>()
            .Awaiting(keys => keys.VerifyAsync())
            .Should().ThrowAsync<KeyRingMismatchException>();
    }

    [Test]
    public async Task A_host_starts_where_everything_is_in_order_and_not_under_another_key_ring()
    {
        await AddAsync(NewPatient("ann@x.y"));
        using var own = BuildApplication("host-keys");
        using var foreign = BuildApplication("another ring");

        await own.StartAsync();
        await foreign.Awaiting(host => host.StartAsync()).Should().ThrowAsync<KeyRingMismatchException>();
        await own.StopAsync();
    }

    [Test]
    public async Task A_host_does_not_start_on_a_renamed_column()
    {
        await AddAsync(NewPatient("ann@x.y"));
        await using (var context = CreateHostContext())
        {
            var table = context.Model.FindEntityType(typeof(Patient))!.GetTableName()!;
            await context.Database.ExecuteSqlRawAsync($"UPDATE \"{table}\" SET \"Weight\" = \"Born\"");
            await context.Database.ExecuteSqlRawAsync("DELETE FROM encryption_columns WHERE column_name = 'Weight'");
        }

        using var host = BuildApplication("host-keys");

        (await host.Awaiting(application => application.StartAsync()).Should().ThrowAsync<RenamedColumnException>()).Which.FormerName
            .Should().EndWith("/Born");
    }

    [Test]
    public void The_table_of_applied_migrations_brings_no_other_with_it()
    {
        using var context = CreateHostContext();

        context.GetService<IHistoryRepository>().GetCreateScript().Should().NotContain("encryption_");
        context.Model.GetEntityTypes()
            .Select(type => type.GetTableName())
            .Should().Contain(["encryption_data_keys", "encryption_columns", "encryption_jobs", "encryption_leases"]);
    }

    [Test]
    public async Task A_host_starts_before_its_tables_are_there()
    {
        await using (var context = CreateHostContext())
            await context.Database.EnsureDeletedAsync();
        using var host = BuildApplication("host-keys");

        await host.StartAsync();
        await host.StopAsync();
    }

    private IHost BuildApplication(string ring)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = Environments.Development });
        Configure(builder.Services, ring);
        return builder.Build();
    }

    private static Patient NewPatient(string email)
    {
        var patient = new Patient
        {
            Email = email,
            Born = new DateOnly(1980, 2, 3),
            Weight = 61.5m,
            Chart = new JsonObject { ["allergies"] = new JsonArray("nuts", "dust") },
            Contact = new Contact("Bob", "555"),
            Pin = "1234",
        };
        patient.Visits.Add(
            new Visit
            {
                Day = new DateOnly(2026, 1, 5),
                Ward = Ward.Surgery,
                Number = Random.Shared.Next(),
                Note = "well",
                Place = "room 1"
            });
        return patient;
    }

    private static bool Opens(Secret<string> secret)
    {
        try
        {
            return secret.Reveal() == "1234";
        }
        catch (FieldTamperedException)
        {
            return false;
        }
    }

    private static async Task AssertSealedAsync(ClinicContext context)
    {
        foreach (var entityType in new[] { typeof(Patient), typeof(Visit) }.Select(type => context.Model.FindEntityType(type)!))
        {
            foreach (var column in new[] { "Email", "Born", "Weight", "Chart", "Contact", "Pin", "Note", "Place" }.Where(
                name => entityType.FindProperty(name) is not null))
            {
                var stored = await context.Database.SqlQueryRaw<byte[]>(
                    $"SELECT \"{column}\" AS \"Value\" FROM \"{entityType.GetTableName()}\"").ToListAsync();
                stored.Should().OnlyContain(value => FieldProtector.IsEncrypted(value));
            }
        }
    }

    private ServiceProvider BuildHost(string ring = "host-keys")
    {
        var services = new ServiceCollection();
        Configure(services, ring);
        return services.BuildServiceProvider();
    }

    private void Configure(IServiceCollection services, string ring)
    {
        services.AddSingleton<TimeProvider>(Time);
        services.AddEncryptedContext<ClinicContext>(clinic =>
        {
            TestDatabase.Use(clinic);
            clinic.ProtectKeys(keys => keys.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, ring))));
        });
    }

    private ClinicContext CreateHostContext() => Host.GetRequiredService<IDbContextFactory<ClinicContext>>().CreateDbContext();

    private async Task AddAsync(params object[] entities)
    {
        await using var context = CreateHostContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
