// The names of tables come from the test database.
#pragma warning disable EF1002

using System.Buffers.Text;
using System.Text;
using System.Text.Json;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Keys of sessions: one per epoch whoever starts, announced before use, retired after.</summary>
public abstract class SigningKeySpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Two_processes_that_start_together_make_one_key_of_each_kind()
    {
        var userId = (await AddUserAsync()).ToString();

        var results = await RaceAsync<FirstKeys>([userId], [userId], [userId]);

        (await KeysAsync()).Select(key => (key.Algorithm, key.Epoch)).Should().BeEquivalentTo([("refresh", 1), ("HS256", 1)]);
        var sessions = NewNode();
        foreach (var tokens in results)
        {
            (await sessions.ValidateTokenAsync(tokens[0])).Should().BeOfType<ValidationResult.Valid>();
            (await sessions.RefreshTokenAsync(tokens[1])).Should().BeOfType<RefreshResult.Rotated>();
        }
    }

    [Test]
    public async Task A_restart_keeps_the_keys()
    {
        var tokens = await OpenAsync(NewNode(), await AddUserAsync());
        await using var restarted = BuildServices();
        var sessions = new SessionNode(new SessionManager((TradingDatabase)restarted.GetService(typeof(TradingDatabase))!), Ledger);

        (await RejectionAsync(sessions, tokens)).Should().BeNull();
        await RotateAsync(sessions, tokens);
        (await KeysAsync()).Should().HaveCount(2);
    }

    [TestCase(SigningAlgorithm.HS256)]
    [TestCase(SigningAlgorithm.ES256)]
    public async Task A_key_is_announced_used_retired_and_deleted(SigningAlgorithm algorithm)
    {
        var (sessions, other) = (Node(), Node());
        var userId = await AddUserAsync();
        var first = KeyIdOf(await Remembered());

        Time.SetUtcNow(Start.AddDays(30).AddMinutes(-11));
        KeyIdOf(await Remembered()).Should().Be(first);
        (await AccessKeysAsync()).Should().HaveCount(1);
        Time.SetUtcNow(Start.AddDays(30).AddMinutes(-10));
        KeyIdOf(await Remembered()).Should().Be(first, "the next one is announced, not used");
        (await AccessKeysAsync()).Should().HaveCount(2);

        Time.SetUtcNow(Start.AddDays(30).AddMinutes(-1));
        var last = await Remembered();
        KeyIdOf(last).Should().Be(first);
        Time.SetUtcNow(Start.AddDays(30));
        var successor = await Remembered();
        KeyIdOf(successor).Should().NotBe(first);
        (await RejectionAsync(other, last)).Should().BeNull("a retired key still verifies");
        (await RejectionAsync(other, successor)).Should().BeNull();

        Time.Advance(TimeSpan.FromHours(3));
        (await sessions.CleanupExpiredSessionsAsync()).SigningKeys.Should().Be(1);
        (await AccessKeysAsync()).Should().ContainSingle().Which.Epoch.Should().Be(2);
        Time.Advance(TimeSpan.FromSeconds(30));
        (await RejectionAsync(other, last)).Should().Be(TokenRejection.UnknownKey);

        SessionNode Node() => NewNode(options => (options.SigningAlgorithm, options.MaxSessionsPerUser) = (algorithm, 1000));
        Task<SessionTokens> Remembered() => OpenAsync(sessions, userId, new SessionRequest { Remember = true });
        async Task<List<SigningKeyInfo>> AccessKeysAsync() =>
            (await KeysAsync()).Where(key => key.Algorithm == algorithm.ToString()).ToList();
    }

    [Test]
    public async Task Opening_a_session_long_after_the_last_one_makes_a_new_signing_key()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var first = await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromDays(400));

        var second = await OpenAsync(sessions, userId);

        KeyIdOf(second).Should().NotBe(KeyIdOf(first));
        (await RejectionAsync(sessions, second)).Should().BeNull();
    }

    [Test]
    public async Task Tokens_of_a_revoked_key_are_not_accepted_and_a_new_key_signs()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var before = await OpenAsync(sessions, userId);
        (await RejectionAsync(sessions, before)).Should().BeNull();
        await RevokeElsewhereAsync("HS256");
        Time.Advance(TimeSpan.FromSeconds(30));

        (await RejectionAsync(sessions, before)).Should().Be(TokenRejection.UnknownKey);
        (await RejectionAsync(sessions, before, TokenFreshness.Stateless)).Should().Be(TokenRejection.UnknownKey);
        var after = await RotateAsync(sessions, before);
        (await RejectionAsync(sessions, after)).Should().BeNull();
        (await KeysAsync()).Where(key => key.Algorithm == "HS256").Select(key => key.Epoch).Should().BeEquivalentTo([1, 2]);
    }

    [Test]
    public async Task Revoking_the_key_of_refresh_tokens_ends_them_and_makes_another()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var before = await OpenAsync(sessions, userId);
        await RevokeElsewhereAsync("refresh");
        Time.Advance(TimeSpan.FromSeconds(30));

        (await sessions.RefreshTokenAsync(before.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        await RotateAsync(sessions, await OpenAsync(sessions, userId));
    }

    [Test]
    public async Task A_key_that_became_known_is_revoked_by_call()
    {
        var (here, there) = (NewNode(), NewNode());
        var userId = await AddUserAsync();
        var before = await OpenAsync(here, userId);
        (await RejectionAsync(there, before)).Should().BeNull();
        var key = (await here.ListSigningKeysAsync()).Single(key => key.Algorithm == "HS256");
        key.Should().BeEquivalentTo(new { Epoch = 1, RetiresAt = key.ActivatesAt.AddDays(30), RevokedAt = (DateTimeOffset?)null });

        (await here.RevokeSigningKeyAsync(key.Id)).Should().BeTrue();
        (await here.RevokeSigningKeyAsync(key.Id)).Should().BeFalse();

        (await RejectionAsync(here, before)).Should().Be(TokenRejection.UnknownKey, "here it counts at once");
        Time.Advance(TimeSpan.FromSeconds(30));
        (await RejectionAsync(there, before)).Should().Be(TokenRejection.UnknownKey);
        (await RejectionAsync(there, await RotateAsync(here, before))).Should().BeNull("a new key signs");
        (await here.ListSigningKeysAsync())
            .Where(key => key.Algorithm == "HS256")
            .Select(key => (key.Epoch, key.RevokedAt is not null))
            .Should().Equal((1, true), (2, false));
        await using var context = CreateContext();
        (await context.AuthenticationEvents.SingleAsync(entry => entry.Kind == AuthenticationEventKind.SigningKeyRevoked)).SubjectId
            .Should().Be(key.Id);
    }

    [Test]
    public async Task A_token_of_a_key_that_another_node_just_made_is_accepted_at_once()
    {
        var (here, there) = (NewNode(), NewNode());
        var userId = await AddUserAsync();
        (await RejectionAsync(there, await OpenAsync(here, userId))).Should().BeNull();
        await here.RevokeSigningKeyAsync((await here.ListSigningKeysAsync()).Single(key => key.Algorithm == "HS256").Id);

        var tokens = await OpenAsync(here, userId);

        (await RejectionAsync(there, tokens)).Should().BeNull("an unknown key id makes it look again");
    }

    [Test]
    public async Task A_flood_of_unknown_key_ids_makes_the_keys_be_read_once()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var parts = tokens.AccessToken.Reveal().Split('.');
        (await sessions.ValidateTokenAsync(WithKeyId("unknown"))).Should()
            .Be(new ValidationResult.Rejected(TokenRejection.UnknownKey), "that is the one reading");

        // With the table gone, whoever asks it fails.
        await using (var context = CreateContext())
        {
            await TestDatabase.ExecuteAsOwnerAsync(
                context, $"ALTER TABLE {TestDatabase.Table("signing_keys")} RENAME TO signing_keys_elsewhere");
        }

        foreach (var keyId
            in Enumerable.Range(0, 1000).Select(i => $"{i:x32}").Concat(["../../etc/passwd", "' OR 1=1 --", new string('k', 64)]))
        {
            (await sessions.ValidateTokenAsync(WithKeyId(keyId))).Should().Be(new ValidationResult.Rejected(TokenRejection.UnknownKey));
        }

        (await sessions.ValidateTokenAsync(WithKeyId(new string('k', 10_000)))).Should()
            .Be(new ValidationResult.Rejected(TokenRejection.Malformed));
        (await RejectionAsync(sessions, tokens)).Should().BeNull("known keys go on");

        Time.Advance(TimeSpan.FromSeconds(30));
        await sessions.Awaiting(s => s.ValidateTokenAsync(tokens.AccessToken.Reveal()).AsTask()).Should()
            .ThrowAsync<Exception>("now they are read again");
        await using (var context = CreateContext())
        {
            await TestDatabase.ExecuteAsOwnerAsync(
                context, $"ALTER TABLE {TestDatabase.Table("signing_keys_elsewhere")} RENAME TO signing_keys");
        }

        string WithKeyId(string keyId) =>
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{keyId}}"}"""))}.{parts[1]}.{parts[2]}";
    }

    [Test]
    public async Task Public_keys_are_published_before_they_sign_and_shared_secrets_never()
    {
        var (hmac, ecdsa) = (NewNode(),
            NewNode(options => (options.SigningAlgorithm, options.MaxSessionsPerUser) = (SigningAlgorithm.ES256, 100)));
        var userId = await AddUserAsync();
        await OpenAsync(hmac, userId);
        var tokens = await OpenAsync(ecdsa, userId);

        (await hmac.Manager.GetJsonWebKeySetAsync()).Should().Be("""{"keys":[]}""");
        var set = new JsonWebKeySet(await ecdsa.Manager.GetJsonWebKeySetAsync());
        set.Keys.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Kid = KeyIdOf(tokens), Kty = "EC", Crv = "P-256", Use = "sig", Alg = "ES256", D = (string?)null });
        Base64Url.EncodeToString(set.Keys[0].ComputeJwkThumbprint()).Should().Be(KeyIdOf(tokens), "RFC 7638");
        var elsewhere = await new JsonWebTokenHandler().ValidateTokenAsync(tokens.AccessToken.Reveal(), new TokenValidationParameters
        {
            ValidIssuer = "StrategyEngine",
            ValidAudience = "StrategyEngine",
            IssuerSigningKeys = set.GetSigningKeys(),
            ValidTypes = ["at+jwt"],
            ValidateLifetime = false,
        });
        elsewhere.IsValid.Should().BeTrue("whoever has the published key can verify");

        Time.SetUtcNow(Start.AddDays(30).AddMinutes(-5));
        await OpenAsync(ecdsa, userId);
        new JsonWebKeySet(await ecdsa.Manager.GetJsonWebKeySetAsync()).Keys.Should().HaveCount(2, "the next key is announced");
    }

    [Test]
    public async Task A_lost_key_ring_fails_and_makes_no_new_keys()
    {
        var userId = await AddUserAsync();
        await OpenAsync(NewNode(), userId);
        var before = await KeysAsync();
        await using var stranger = TestDatabase.BuildServices(
            Time,
            trading => trading.ProtectKeys(
                ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, "other-keys")))));
        var sessions = new SessionManager(stranger.GetRequiredService<TradingDatabase>());

        await sessions.Awaiting(s => s.CreateSessionAsync(userId)).Should().ThrowAsync<TradingDataException>();

        (await KeysAsync())
            .Select(key => (key.Algorithm, key.Epoch))
            .Should().BeEquivalentTo(before.Select(key => (key.Algorithm, key.Epoch)));
    }

    [Test]
    public async Task Tokens_of_the_other_algorithm_are_not_accepted()
    {
        var (hmac, ecdsa) = (NewNode(), NewNode(options => options.SigningAlgorithm = SigningAlgorithm.ES256));
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(hmac, userId);
        await OpenAsync(ecdsa, userId);

        (await RejectionAsync(ecdsa, tokens)).Should().Be(TokenRejection.UnknownKey);
        (await RejectionAsync(ecdsa, await RotateAsync(ecdsa, tokens))).Should().BeNull("a session refreshes whatever signs");
    }

    // As another node does it, of which this one hears only when it reads the keys again.
    private async Task RevokeElsewhereAsync(string algorithm)
    {
        await using var context = CreateContext();
        var key = (await LibraryRecords.ReadAsync(context, "signing_keys"))
            .Single(key => (string)key.Property("Algorithm").CurrentValue! == algorithm);
        key.Property("RevokedAt").CurrentValue = Time.GetUtcNow();
        await context.SaveChangesAsync();
    }

    private static string KeyIdOf(SessionTokens tokens)
    {
        var header = Base64Url.DecodeFromChars(tokens.AccessToken.Reveal().Split('.')[0]);
        using var json = JsonDocument.Parse(header);
        return json.RootElement.GetProperty("kid").GetString()!;
    }
}
