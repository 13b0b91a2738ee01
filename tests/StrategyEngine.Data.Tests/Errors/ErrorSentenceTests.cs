using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>What is said to a user of the library is said in one place.</summary>
public sealed partial class ErrorSentenceTests
{
    private const string Words = "DatabaseErrorText.cs";

    [Test]
    public void No_sentence_stands_in_two_files()
    {
        var twice = SourceLiterals.All
            .SelectMany(literal => Sentences(literal.Text).Select(sentence => (sentence, literal.File)))
            .Distinct()
            .GroupBy(place => place.sentence, place => place.File)
            .Where(places => places.Count() > 1)
            .Select(places => $"{places.Key} [{string.Join(", ", places.Select(Path.GetFileName))}]");

        twice.Should().BeEmpty();
    }

    // A provider may say how its engine is repaired, but what happened is said in the core.
    [TestCase(@"\b(disk|log|filegroup) (\w+ )*is full\b")]
    [TestCase(@"\bno room\b")]
    [TestCase(@"\bconnection kept the database locked for too long\b")]
    [TestCase(@"^The database (cannot be opened|may not be written|is read-only|is damaged)\b")]
    [TestCase(@"\b(user|role)\b.* lacks a right\b")]
    [TestCase(@"\bno (such )?table\b.* MigrateAsync")]
    public void What_happened_to_a_database_is_said_in_one_place(string pattern) =>
        SourceLiterals.All.Where(literal => Regex.IsMatch(literal.Text, pattern))
            .Select(literal => Path.GetFileName(literal.File)).Distinct()
            .Should().BeSubsetOf([Words]);

    [Test]
    public void The_search_finds_sentences()
    {
        Sentences("{} is gone: it was there. Call MigrateAsync first, or turn it on. no sentence at all")
            .Should().Equal("Call MigrateAsync first, or turn it on.");
        SourceLiterals.All.Should().Contain(literal => literal.File.EndsWith(Words, StringComparison.Ordinal)
            && literal.Text == "Free some space, then call again.");
    }

    // Five words or more, from a capital to a full stop; without values, which make two sentences of one form different.
    private static IEnumerable<string> Sentences(string text) => Boundary().Split(text)
        .Select(sentence => sentence.Trim())
        .Where(sentence => sentence.Length > 0 && char.IsAsciiLetterUpper(sentence[0]) && sentence[^1] == '.'
            && sentence.Split(' ').Length >= 5 && !sentence.Contains("{}", StringComparison.Ordinal))
        .Distinct();

    [GeneratedRegex(@"(?<=[.:;]) +")]
    private static partial Regex Boundary();
}
