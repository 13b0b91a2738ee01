// The names of tables come from the test database.
#pragma warning disable EF1002

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>API keys that an application issues to programs.</summary>
public abstract class ServiceCredentialSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly ServiceCredentialRequest Bot = new()
    {
        Name = "grid bot",
        Scopes = ["trade", "read"],
        Lifetime = TimeSpan.FromDays(30)
    };

    [Test]
    public async Task A_credential_authenticates_its_program_until_it_ends()
    {
        var userId = await AddUserAsync();
        var (id, key) = await CreateAsync(userId, Bot);
        key.Should().MatchRegex("^sekey1_[A-Za-z0-9_-]{68}$");

        var identity = (await Keys.AuthenticateAsync(key)).Should().BeOfType<ServiceAuthenticationResult.Valid>().Which.Identity;

        identity.Should()
            .BeEquivalentTo(
                new
                {
                    CredentialId = id,
                    UserId = userId,
                    Name = "grid bot",
                    Scopes = new[] { "trade", "read" },
                    ExpiresAt = Start.AddDays(30)
                });
        identity.HasScope("trade").Should().BeTrue();
        identity.HasScope("TRADE").Should().BeFalse();
        Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        (await Keys.AuthenticateAsync(key)).Should().BeOfType<ServiceAuthenticationResult.Valid>();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Keys.AuthenticateAsync(key)).Should().Be(Rejected(ServiceCredentialRejection.Expired));
    }

    [Test]
    public async Task What_is_no_credential_is_refused_without_asking_the_database()
    {
        var (_, key) = await CreateAsync(await AddUserAsync(), Bot);
        var keys = Keys;

        // With the table gone, whoever asks it fails.
        await using (var context = CreateContext())
        {
            await TestDatabase.ExecuteAsOwnerAsync(
                context, $"ALTER TABLE {TestDatabase.Table("service_credentials")} RENAME TO service_credentials_elsewhere");
        }

        for (var i = 0; i < key.Length; i++)
        {
            foreach (var c in "AZaz09-_ =\n\0".Where(c => c != key[i]))
            {
                (await keys.AuthenticateAsync(key[..i] + c + key[(i + 1)..])).Should()
                    .Be(Rejected(ServiceCredentialRejection.Malformed), "of {0} at {1}", (int)c, i);
            }
        }

        foreach (var text
            in new[] { null, "", "sekey1_", key[..^1], key + "A", key + "=", " " + key, "Bearer " + key, new string('A', 300_000) })
        {
            (await keys.AuthenticateAsync(text)).Should().Be(Rejected(ServiceCredentialRejection.Malformed));
        }

        await keys.Awaiting(k => k.AuthenticateAsync(key)).Should().ThrowAsync<Exception>("this one is asked for");
    }

    [Test]
    public async Task A_credential_of_another_database_is_unknown()
    {
        var userId = await AddUserAsync();
        var (_, key) = await CreateAsync(userId, Bot);
        await using (var context = CreateContext())
            await context.ServiceCredentials.ExecuteUpdateAsync(update => update.SetProperty(row => row.SecretHash, new byte[32]));

        (await Keys.AuthenticateAsync(key)).Should().Be(Rejected(ServiceCredentialRejection.Unknown), "the id alone is not enough");
        await using (var context = CreateContext())
            await context.ServiceCredentials.ExecuteDeleteAsync();
        (await Keys.AuthenticateAsync(key)).Should().Be(Rejected(ServiceCredentialRejection.Unknown));
    }

    [TestCase("203.0.113.7", true)]
    [TestCase("::ffff:203.0.113.7", true)]
    [TestCase("203.0.113.8", false)]
    [TestCase("198.51.100.200", true)]
    [TestCase("198.51.101.1", false)]
    [TestCase("2001:db8:1::5", true)]
    [TestCase("2001:db8:2::5", false)]
    [TestCase("not an address", false)]
    [TestCase(null, false)]
    public async Task A_credential_is_good_from_its_networks_only(string? address, bool isGood)
    {
        var (_, key) = await CreateAsync(
            await AddUserAsync(), Bot with { Networks = ["203.0.113.7", "198.51.100.0/24", "2001:db8:1::/48"] });

        var result = await Keys.AuthenticateAsync(key, new ClientInfo(address));

        if (isGood)
            result.Should().BeOfType<ServiceAuthenticationResult.Valid>();
        else
            result.Should().Be(Rejected(ServiceCredentialRejection.WrongNetwork));
    }

    [Test]
    public async Task Revoking_disabling_and_erasing_end_it_at_once_on_every_node()
    {
        var accounts = NewAccounts();
        var userId = await RegisterAsync(accounts);
        var (id, key) = await CreateAsync(userId, Bot);
        var (_, other) = await CreateAsync(userId, Bot with { Name = "other" });
        var elsewhere = new ServiceCredentials(NewNode().Manager);

        (await Keys.RevokeAsync(id, ownerId: Guid.Empty)).Should().BeFalse("it is another's");
        (await Keys.RevokeAsync(id, ownerId: userId)).Should().BeTrue();
        (await Keys.RevokeAsync(id)).Should().BeFalse();
        for (var i = 0; i < 3; i++)
        {
            (await elsewhere.AuthenticateAsync(key)).Should()
                .Be(Rejected(ServiceCredentialRejection.Revoked), "recorded once a minute, however often it is tried");
        }

        await accounts.DisableAsync(userId);
        (await elsewhere.AuthenticateAsync(other)).Should().Be(Rejected(ServiceCredentialRejection.UserDisabled));
        (await Keys.CreateAsync(userId, Bot)).Should().BeOfType<CreateServiceCredentialResult.UnknownUser>();
        await accounts.EraseAsync(userId);
        (await elsewhere.AuthenticateAsync(other)).Should().Be(Rejected(ServiceCredentialRejection.Unknown));

        (await EventsAsync(userId))
            .Where(entry => entry.Kind.ToString().StartsWith("ServiceCredential", StringComparison.Ordinal))
            .Should().Equal(
            (AuthenticationEventKind.ServiceCredentialCreated, null),
            (AuthenticationEventKind.ServiceCredentialCreated, null),
            (AuthenticationEventKind.ServiceCredentialRevoked, null),
            (AuthenticationEventKind.ServiceCredentialRefused, "revoked"),
            (AuthenticationEventKind.ServiceCredentialRefused, "user_disabled"));
    }

    [Test]
    public async Task The_list_shows_what_there_is_and_when_it_was_last_used()
    {
        var userId = await AddUserAsync();
        var (first, key) = await CreateAsync(userId, Bot with { Networks = ["203.0.113.7"] });
        Time.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = await CreateAsync(userId, Bot with { Name = "second" });
        (await Keys.ListAsync(userId)).Select(info => (info.Id, info.LastUsedAt)).Should().Equal((second, null), (first, null));

        await Keys.AuthenticateAsync(key, new ClientInfo("203.0.113.7"));
        Time.Advance(TimeSpan.FromSeconds(59));
        await Keys.AuthenticateAsync(key, new ClientInfo("203.0.113.7"));

        (await Keys.ListAsync(userId))[1].Should().BeEquivalentTo(new
        {
            Id = first,
            Name = "grid bot",
            Scopes = new[] { "trade", "read" },
            Networks = new[] { "203.0.113.7/32" },
            CreatedAt = Start,
            ExpiresAt = Start.AddDays(30),
            LastUsedAt = Start.AddMinutes(1),
            RevokedAt = (DateTimeOffset?)null,
        });
        Time.Advance(TimeSpan.FromSeconds(1));
        await Keys.AuthenticateAsync(key, new ClientInfo("203.0.113.7"));
        (await Keys.ListAsync(userId))[1].LastUsedAt.Should().Be(Start.AddMinutes(2));
        (await Keys.ListAsync(Guid.Empty)).Should().BeEmpty();
    }

    [Test]
    public async Task What_a_credential_may_not_be_is_refused()
    {
        var userId = await AddUserAsync();
        foreach (var (request, fault) in new[]
        {
            (Bot with { Name = "" }, ServiceCredentialFault.Name),
            (Bot with { Name = new string('n', 101) }, ServiceCredentialFault.Name),
            (Bot with { Name = "a\nb" }, ServiceCredentialFault.Name),
            (Bot with { Lifetime = TimeSpan.Zero }, ServiceCredentialFault.Lifetime),
            (Bot with { Lifetime = TimeSpan.FromDays(367) }, ServiceCredentialFault.Lifetime),
            (Bot with { Lifetime = TimeSpan.MaxValue }, ServiceCredentialFault.Lifetime),
            (Bot with { Scopes = [] }, ServiceCredentialFault.Scopes),
            (Bot with { Scopes = ["two words"] }, ServiceCredentialFault.Scopes),
            (Bot with { Scopes = null! }, ServiceCredentialFault.Scopes),
            (Bot with { Scopes = [new string('s', 1001)] }, ServiceCredentialFault.Scopes),
            (Bot with { Networks = ["203.0.113.0/33"] }, ServiceCredentialFault.Networks),
            (Bot with { Networks = ["203.0.113.7/24"] }, ServiceCredentialFault.Networks),
            (Bot with { Networks = ["everywhere"] }, ServiceCredentialFault.Networks),
            (Bot with { Networks = ["1"] }, ServiceCredentialFault.Networks),
            (Bot with { Networks = [""] }, ServiceCredentialFault.Networks),
        })
        {
            (await Keys.CreateAsync(userId, request)).Should().Be(new CreateServiceCredentialResult.Invalid(fault));
        }

        (await Keys.CreateAsync(Guid.Empty, Bot)).Should().BeOfType<CreateServiceCredentialResult.UnknownUser>();
        (await Keys.ListAsync(userId)).Should().BeEmpty();
    }

    private ServiceCredentials Keys => Get<ServiceCredentials>();

    private static ServiceAuthenticationResult.Rejected Rejected(ServiceCredentialRejection reason) => new(reason);

    private async Task<(Guid Id, string Key)> CreateAsync(Guid userId, ServiceCredentialRequest request)
    {
        var created = Ledger.Record(
            (await Keys.CreateAsync(userId, request)).Should().BeOfType<CreateServiceCredentialResult.Created>().Which);
        return (created.Id, created.Key.Reveal());
    }
}
