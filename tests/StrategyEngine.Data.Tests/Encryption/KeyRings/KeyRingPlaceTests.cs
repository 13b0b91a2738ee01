using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>Where a ring is kept, and what is refused about it at start.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingPlaceTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_ring_in_clear_in_the_database_it_protects_is_refused_even_in_development_and_even_if_allowed()
    {
        using var services = _folder.StartWith(
            InDatabase(_folder.ConnectionString), "Development", trading => trading.AllowUnprotectedKeyRing());

        KeyRingFolder.Problems(services)
            .Should().ContainSingle().Which.Should()
            .Contain("database whose keys it protects").And.Contain("ProtectKeysWithSecret").And.Contain("PersistKeysToFileSystem");
        Rows(_folder.ConnectionString).Should().Be(0);
    }

    [Test]
    public void The_same_file_under_another_name_is_the_same_database()
    {
        var link = Path.Combine(_folder.Root.FullName, "link.db");
        Create(_folder.ConnectionString);
        File.CreateSymbolicLink(link, _folder.DatabaseFile);
        using var services = _folder.StartWith(ring => InDatabase($"Data Source={link};Pooling=False")(ring));

        KeyRingFolder.Problems(services).Should().ContainSingle().Which.Should().Contain("database whose keys it protects");
    }

    [Test]
    public async Task A_ring_in_the_database_with_a_protection_of_its_own_is_accepted()
    {
        var secret = _folder.Variable();
        Create(_folder.ConnectionString);
        await using (var first = _folder.StartWith(
            ring => InDatabase(_folder.ConnectionString)(ring.ProtectKeysWithSecret(secret)), "Production"))
        {
            first.GetRequiredService<KeyRing>().GetKeys().Should().ContainSingle().Which.IsProtected.Should().BeTrue();
        }

        await using var second = _folder.StartWith(
            ring => InDatabase(_folder.ConnectionString)(ring.ProtectKeysWithSecret(secret)), "Production");

        second.GetRequiredService<KeyRing>().GetKeys().Should().ContainSingle();
        Rows(_folder.ConnectionString).Should().Be(1);
    }

    [Test]
    public void A_ring_in_clear_in_another_database_only_warns()
    {
        var other = $"Data Source={Path.Combine(_folder.Root.FullName, "ring.db")};Pooling=False";
        Create(other);
        Create(_folder.ConnectionString);
        using var services = _folder.StartWith(InDatabase(other));

        KeyRingFolder.Problems(services).Should().BeEmpty();
        _folder.Log.Warnings.Should().ContainSingle().Which.Should().StartWith("1040 ");
        Rows(other).Should().Be(1);
    }

    [Test]
    public void A_ring_in_clear_in_a_database_that_is_not_known_is_refused()
    {
        using var services = _folder.StartWith(ring => ring.PersistKeysToDbContext<RingContext>());

        KeyRingFolder.Problems(services).Should().Contain(problem => problem.Contains("cannot be ruled out"));
    }

    [Test]
    public async Task A_ring_in_a_database_is_not_protected_again_in_place()
    {
        var secret = _folder.Variable();
        Create(_folder.ConnectionString);
        await using var services = _folder.StartWith(ring => InDatabase(_folder.ConnectionString)(ring.ProtectKeysWithSecret(secret)));

        (await services.GetRequiredService<KeyRing>()
            .Awaiting(ring => ring.ReprotectAsync())
            .Should().ThrowAsync<KeyRingException>()).Which.Message.Should().Contain("recovery kit");
    }

    [TestCase("not XML at all")]
    [TestCase("")]
    [TestCase("<key id=\"2c1b5d3e-0000-4000-8000-000000000001\"><creationDate>never</creationDate></key>")]
    [TestCase("<key/>")]
    [TestCase("<revocation><key id=\"x\"/></revocation>")]
    public async Task A_broken_file_is_refused_and_left_as_it_is(string content)
    {
        await using (var first = _folder.Start())
            await _folder.WriteUserAsync(first, "ada@example.com");
        File.WriteAllText(Path.Combine(_folder.Ring.FullName, "broken.xml"), content);
        var before = _folder.Snapshot();

        _folder.Problems()
            .Should().ContainSingle().Which.Should()
            .Contain("The key ring cannot be used").And.MatchRegex("broken|revocation|cannot be read");

        _folder.Snapshot().Should().Equal(before);
    }

    [Test]
    public async Task A_key_file_that_was_cut_off_is_named_and_left_as_it_is()
    {
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(_folder.Variable())))
            await _folder.WriteUserAsync(first, "ada@example.com");
        var file = _folder.Ring.EnumerateFiles().Single().FullName;
        File.WriteAllText(file, File.ReadAllText(file)[..200]);
        var before = _folder.Snapshot();

        _folder.Problems().Should().ContainSingle().Which.Should().Contain(Path.GetFileName(file)).And.Contain("recovery kit");

        _folder.Snapshot().Should().Equal(before);
    }

    [Test]
    [Platform(Include = "Linux", Reason = "A directory that even the superuser cannot write.")]
    public void A_directory_in_which_nobody_can_write_is_refused_at_start()
    {
        using var services = _folder.StartWith(ring => ring.PersistKeysToFileSystem(new DirectoryInfo("/proc/self")));

        KeyRingFolder.Problems(services).Should().ContainSingle().Which.Should().Contain("/proc/self cannot be written");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Permissions of Unix.")]
    public async Task A_directory_that_cannot_be_written_is_refused_at_start_rather_than_when_the_next_key_is_due()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Ignore("The superuser may write every directory.");
        var secret = _folder.Variable();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(secret)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Ring.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            _folder.Problems(ring => ring.ProtectKeysWithSecret(secret))
                .Should().ContainSingle().Which.Should()
                .Contain("cannot be written").And.Contain("DisableAutomaticKeyGeneration");
            _folder.Problems(ring => ring.ProtectKeysWithSecret(secret).DisableAutomaticKeyGeneration()).Should().BeEmpty();
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(_folder.Ring.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Action<IDataProtectionBuilder> InDatabase(string connectionString)
    {
        Create(connectionString);
        return ring =>
        {
            ring.Services.AddDbContext<RingContext>(options => options.UseSqlite(connectionString));
            ring.PersistKeysToDbContext<RingContext>();
        };
    }

    private static void Create(string connectionString)
    {
        using var context = new RingContext(new DbContextOptionsBuilder<RingContext>().UseSqlite(connectionString).Options);
        context.Database.EnsureCreated();
    }

    private static int Rows(string connectionString)
    {
        using var context = new RingContext(new DbContextOptionsBuilder<RingContext>().UseSqlite(connectionString).Options);
        return context.DataProtectionKeys.Count();
    }

    private sealed class RingContext(DbContextOptions<RingContext> options) : DbContext(options), IDataProtectionKeyContext
    {
        public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    }
}
