using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Refresh tokens: rotated once, replayed alike, revoked when spent ones return.</summary>
public abstract class RefreshSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Test]
    public async Task Refreshing_gives_a_successor_and_a_new_access_token()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var first = await OpenAsync(sessions, userId, new SessionRequest { Type = SessionType.Api, Scopes = ["read"] });
        Time.Advance(TimeSpan.FromMinutes(10));

        var second = await RotateAsync(sessions, first);

        second.SessionId.Should().Be(first.SessionId);
        second.RefreshToken.Reveal().Should().NotBe(first.RefreshToken.Reveal());
        second.AccessToken.Reveal().Should().NotBe(first.AccessToken.Reveal());
        second.AccessToken.ExpiresAt.Should().Be(Start.AddMinutes(25));
        second.RefreshToken.ExpiresAt.Should().Be(Start.AddMinutes(10).AddHours(2));
        var valid = (await sessions.ValidateTokenAsync(second.AccessToken.Reveal())).Should()
            .BeOfType<ValidationResult.Valid>().Which.Session;
        valid.Should().BeEquivalentTo(new { UserId = userId, Type = SessionType.Api, Scopes = new[] { "read" }, AuthenticatedAt = Start });
        (await FindAsync(first.SessionId))!.Generation.Should().Be(1);
        Time.Advance(Grace);
        await RotateAsync(sessions, second);
    }

    [TestCase(RefreshRejection.SessionRevoked)]
    [TestCase(RefreshRejection.UserDisabled)]
    [TestCase(RefreshRejection.SecurityChanged)]
    [TestCase(RefreshRejection.UnknownSession)]
    public async Task What_happened_elsewhere_counts_though_this_node_refreshed_last(RefreshRejection reason)
    {
        var (here, there) = (NewNode(), NewNode());
        var userId = await AddUserAsync();
        var tokens = await RotateAsync(here, await OpenAsync(here, userId));
        Time.Advance(Grace);
        tokens = await RotateAsync(here, tokens);
        Time.Advance(Grace);

        await (reason switch
        {
            RefreshRejection.SessionRevoked => there.RevokeSessionAsync(tokens.SessionId),
            RefreshRejection.UserDisabled => ChangeUserAsync(userId, user => user.IsActive = false),
            RefreshRejection.SecurityChanged => ChangeUserAsync(userId, user => user.SecurityVersion++),
            _ => DeleteAsync(),
        });

        (await here.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().Be(new RefreshResult.Invalid(reason));

        async Task DeleteAsync()
        {
            await using var context = CreateContext();
            await context.UserSessions.ExecuteDeleteAsync();
        }
    }

    [Test]
    public async Task A_token_that_another_node_rotated_is_replayed_and_later_reused_though_this_node_refreshed_it_last()
    {
        var (here, there) = (NewNode(), NewNode());
        var tokens = await RotateAsync(here, await OpenAsync(here, await AddUserAsync()));
        Time.Advance(Grace);
        var next = await RotateAsync(there, tokens);

        (await here.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().BeOfType<RefreshResult.Replayed>()
            .Which.Tokens.RefreshToken.Reveal().Should().Be(next.RefreshToken.Reveal());
        Time.Advance(Grace);
        (await here.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should().BeOfType<RefreshResult.ReuseDetected>();
    }

    [Test]
    public async Task Use_that_another_node_wrote_down_keeps_a_session_alive_here()
    {
        var (here, there) = (NewNode(), NewNode());
        var tokens = await RotateAsync(here, await OpenAsync(here, await AddUserAsync()));
        Time.Advance(TimeSpan.FromMinutes(14));
        (await there.ValidateTokenAsync(tokens.AccessToken.Reveal())).Should().BeOfType<ValidationResult.Valid>();
        Time.Advance(TimeSpan.FromMinutes(110));

        await RotateAsync(here, tokens);
    }

    [Test]
    public async Task Sixteen_parallel_refreshes_give_one_rotation_and_one_successor()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => NewNode()).ToList();
        var tokens = await OpenAsync(nodes[0], await AddUserAsync());

        for (var round = 0; round < 10; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(i => Task.Run(() => nodes[i % nodes.Count].RefreshTokenAsync(tokens.RefreshToken.Reveal()))));

            var rotated = results.OfType<RefreshResult.Rotated>().Should().ContainSingle().Which.Tokens;
            results.OfType<RefreshResult.Replayed>().Should().HaveCount(15)
                .And.OnlyContain(replayed => replayed.Tokens.RefreshToken.Reveal() == rotated.RefreshToken.Reveal());
            (await FindAsync(tokens.SessionId))!.Generation.Should().Be(round + 1);
            tokens = rotated;
            Time.Advance(Grace);
        }
    }

    [Test]
    public async Task Parallel_refreshes_in_two_processes_give_one_rotation_and_one_successor()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var token = tokens.RefreshToken.Reveal();

        var results = await RaceAsync<RefreshSessions>([token, "16"], [token, "16"]);

        var lines = results.SelectMany(each => each).ToList();
        lines.Should().HaveCount(32);
        var successor = lines.Should().ContainSingle(line => line.StartsWith("Rotated ")).Which["Rotated ".Length..];
        lines.Should().OnlyContain(line => line == $"Rotated {successor}" || line == $"Replayed {successor}");
        (await FindAsync(tokens.SessionId))!.Generation.Should().Be(1);
        Time.Advance(Grace);
        (await sessions.RefreshTokenAsync(successor)).Should().BeOfType<RefreshResult.Rotated>();
    }

    [Test]
    public async Task Within_the_grace_period_the_spent_token_gives_its_successor_again()
    {
        var (here, there) = (NewNode(), NewNode());
        var first = await OpenAsync(here, await AddUserAsync());
        var second = await RotateAsync(here, first);
        Time.Advance(Grace - Millisecond);

        var replayed = (await there.RefreshTokenAsync(first.RefreshToken.Reveal())).Should()
            .BeOfType<RefreshResult.Replayed>().Which.Tokens;

        replayed.RefreshToken.Reveal().Should().Be(second.RefreshToken.Reveal());
        (await RejectionAsync(here, replayed)).Should().BeNull();
    }

    [Test]
    public async Task Replays_do_not_extend_the_grace_period()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        await RotateAsync(sessions, first);
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal())).Should().BeOfType<RefreshResult.Replayed>();
        }

        Time.Advance(TimeSpan.FromSeconds(5));

        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal())).Should().BeOfType<RefreshResult.ReuseDetected>();
    }

    [Test]
    public async Task Within_the_grace_period_the_new_token_is_not_rotated_again()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var second = await RotateAsync(sessions, first);
        Time.Advance(Grace - Millisecond);

        var again = (await sessions.RefreshTokenAsync(second.RefreshToken.Reveal())).Should()
            .BeOfType<RefreshResult.Replayed>().Which.Tokens;

        again.RefreshToken.Reveal().Should().Be(second.RefreshToken.Reveal());
        Time.Advance(Millisecond);
        (await RotateAsync(sessions, second)).RefreshToken.Reveal().Should().NotBe(second.RefreshToken.Reveal());
    }

    [Test]
    public async Task Refreshing_with_a_spent_token_revokes_the_session()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var second = await RotateAsync(sessions, first);
        Time.Advance(Grace);

        var result = await sessions.RefreshTokenAsync(first.RefreshToken.Reveal());

        result.Should().Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.Previous));
        (await RejectionAsync(sessions, second)).Should().Be(TokenRejection.SessionRevoked);
        (await sessions.RefreshTokenAsync(second.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
        (await FindAsync(first.SessionId))!.RevokeReason.Should().Be(SessionRevocation.TokenReused);
    }

    [Test]
    public async Task A_token_two_rotations_old_revokes_the_session_also_within_the_grace_period()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var second = await RotateAsync(sessions, first);
        Time.Advance(Grace);
        await RotateAsync(sessions, second);

        var result = await sessions.RefreshTokenAsync(first.RefreshToken.Reveal());

        result.Should().Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.Stale));
    }

    [Test]
    public async Task A_token_spent_ten_rotations_ago_revokes_the_session()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var current = first;
        for (var i = 0; i < 10; i++)
        {
            current = await RotateAsync(sessions, current);
            Time.Advance(Grace);
        }

        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.Stale));
        (await sessions.RefreshTokenAsync(current.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
    }

    [Test]
    public async Task Without_a_grace_period_every_repetition_is_a_reuse()
    {
        var sessions = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
        var first = await OpenAsync(sessions, await AddUserAsync());
        var second = await RotateAsync(sessions, first);
        await RotateAsync(sessions, second);

        (await sessions.RefreshTokenAsync(second.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.Previous));
    }

    [Test]
    public async Task A_forged_token_revokes_nothing()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var second = await RotateAsync(sessions, first);
        Time.Advance(Grace);
        var text = first.RefreshToken.Reveal();

        for (var i = 6; i < text.Length; i++)
        {
            var forged = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            (await sessions.RefreshTokenAsync(forged)).Should().Be(new RefreshResult.Invalid(RefreshRejection.Malformed));
        }

        (await FindAsync(first.SessionId))!.RevokedAt.Should().BeNull();
        await RotateAsync(sessions, second);
    }

    [Test]
    public async Task Nothing_extends_the_absolute_lifetime()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        var refreshes = 0;
        while (Time.GetUtcNow() + TimeSpan.FromMinutes(45) < Start.AddHours(24))
        {
            Time.Advance(TimeSpan.FromMinutes(45));
            tokens = await RotateAsync(sessions, tokens);
            refreshes++;
            (await FindAsync(tokens.SessionId))!.AbsoluteExpiresAt.Should().Be(Start.AddHours(24));
        }

        refreshes.Should().Be(31);
        tokens.RefreshToken.ExpiresAt.Should().Be(Start.AddHours(24));
        Time.SetUtcNow(Start.AddHours(24) - Millisecond);
        tokens = await RotateAsync(sessions, tokens);
        (await RejectionAsync(sessions, tokens)).Should().BeNull();
        Time.Advance(Millisecond);
        (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.SessionExpired));
        (await RejectionAsync(sessions, tokens)).Should().Be(TokenRejection.SessionExpired);
    }

    [Test]
    public async Task A_revocation_among_refreshes_leaves_no_live_session()
    {
        var nodes = new[] { NewNode(), NewNode() };
        var userId = await AddUserAsync();
        for (var round = 0; round < 20; round++)
        {
            var tokens = await OpenAsync(nodes[0], userId);
            var refreshes = Enumerable.Range(0, 4).Select(i => Task.Run(() => nodes[i % 2].RefreshTokenAsync(tokens.RefreshToken.Reveal())))
                .ToList();

            await Task.Run(() => nodes[round % 2].RevokeSessionAsync(tokens.SessionId));

            var results = await Task.WhenAll(refreshes);
            (await FindAsync(tokens.SessionId))!.RevokedAt.Should().NotBeNull();
            foreach (var token in results.OfType<RefreshResult.Rotated>().Select(result => result.Tokens.RefreshToken.Reveal())
                .Append(tokens.RefreshToken.Reveal()))
            {
                (await nodes[0].RefreshTokenAsync(token)).Should().Be(new RefreshResult.Invalid(RefreshRejection.SessionRevoked));
            }
        }
    }

    [Test]
    public async Task A_clean_up_among_refreshes_deletes_no_live_session()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync());
        for (var round = 0; round < 10; round++)
        {
            Time.Advance(TimeSpan.FromHours(2) - Millisecond);
            var cleanup = Task.Run(() => NewNode().CleanupExpiredSessionsAsync());
            tokens = await RotateAsync(sessions, tokens);
            await cleanup;
        }

        (await FindAsync(tokens.SessionId)).Should().NotBeNull();
    }

    [Test]
    public async Task A_clock_that_steps_back_neither_ends_a_session_nor_stretches_the_grace_period()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        Time.Advance(TimeSpan.FromMinutes(30));
        var second = await RotateAsync(sessions, first);

        Time.AdjustTime(Start.AddMinutes(29));

        var third = await RotateAsync(sessions, second);
        (await RejectionAsync(sessions, third)).Should().BeNull();
        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.Stale));
    }

    [Test]
    public async Task A_token_newer_than_a_restored_database_is_refused_without_revoking()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        var backup = (await FindAsync(first.SessionId))!;
        var second = await RotateAsync(sessions, first);

        await using (var context = CreateContext())
        {
            await context.UserSessions.Where(session => session.Id == backup.Id).ExecuteUpdateAsync(update => update
                .SetProperty(session => session.Generation, backup.Generation)
                .SetProperty(session => session.RefreshHash, backup.RefreshHash)
                .SetProperty(session => session.RefreshPreviousHash, backup.RefreshPreviousHash)
                .SetProperty(session => session.RefreshSalt, backup.RefreshSalt)
                .SetProperty(session => session.RotatedAt, backup.RotatedAt));
        }

        (await sessions.RefreshTokenAsync(second.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.FromTheFuture));
        (await FindAsync(first.SessionId))!.RevokedAt.Should().BeNull();

        // The lines part: the other successor is current now, and the first must not be handed on.
        var other = await RotateAsync(sessions, first);
        other.RefreshToken.Reveal().Should().NotBe(second.RefreshToken.Reveal());
        (await sessions.RefreshTokenAsync(second.RefreshToken.Reveal())).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.FromTheFuture));
    }

    [Test]
    public async Task The_database_keeps_hashes_of_32_bytes_and_no_token()
    {
        var sessions = NewNode();
        var first = await OpenAsync(sessions, await AddUserAsync());
        (await FindAsync(first.SessionId))!.Should()
            .BeEquivalentTo(new { Generation = 0, RefreshPreviousHash = (byte[]?)null, RefreshSalt = (byte[]?)null });
        var before = (await FindAsync(first.SessionId))!.RefreshHash;

        await RotateAsync(sessions, first);

        var row = (await FindAsync(first.SessionId))!;
        row.RefreshPreviousHash.Should().Equal(before);
        row.RefreshHash.Should().HaveCount(32).And.NotEqual(before);
        row.RefreshSalt.Should().HaveCount(32);
    }
}
