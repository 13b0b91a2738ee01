using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>How the source code is written, beyond what the compiler and <c>dotnet format</c> hold.</summary>
public sealed partial class StyleTests
{
    private const int LongestLine = 140;

    private static IReadOnlyList<SourceFile> Files { get; } = [.. SourceFile.ReadAll().Where(file => !file.IsScaffolded)];

    [Test]
    public void A_line_has_at_most_140_columns() => Files.SelectMany(file => LongLines(file.Path, file.Text)).Should().BeEmpty();

    [Test]
    public void A_value_stands_beside_the_summary() => Files.SelectMany(file => ValuesInside(file.Path, file.Text)).Should().BeEmpty();

    [Test]
    public void A_member_has_one_summary() => Files.SelectMany(file => SecondSummaries(file.Path, file.Text)).Should().BeEmpty();

    [Test]
    public void Keywords_are_plain_words_in_comments() =>
        Files.Where(file => LanguageWord.IsMatch(Documentation(file.Text))).Select(file => file.Path).Should().BeEmpty();

    [Test]
    public void The_library_is_not_called_we() =>
        Files.SelectMany(file => FirstPersons(file.Path, file.Text)).Should().BeEmpty("a reader does not know who we are");

    [TestCase("    Call(one);", 141, true)]
    [TestCase("    Call(one);", 140, false)]
    [TestCase("    // A sentence;", 141, true)]
    [TestCase("    $\"One text; {value}\"", 141, false)]
    [TestCase("    + \"One text;\"", 141, false)]
    [TestCase("    \"One text;\", next", 141, true)]
    [TestCase("    /// <inheritdoc cref=\"A(B;)\"/>", 141, false)]
    public void A_line_that_is_too_long_is_found_unless_it_is_one_text(string line, int length, bool isFound) =>
        LongLines("A.cs", $"class A\n{line.Replace(";", new string(';', length - line.Length + 1), StringComparison.Ordinal)}\n")
            .Should().HaveCount(isFound ? 1 : 0);

    [Test]
    public void A_long_line_of_a_raw_text_is_no_line_of_code() =>
        LongLines("A.cs", $"var text =\n    \"\"\"\n    {new string('x', 150)}\n    \"\"\";\n{new string('y', 150)}\n")
            .Should().Equal("A.cs:5");

    [TestCase("/// <summary>What. <value>1.</value></summary>", true)]
    [TestCase("/// <summary>\n/// What. <value>1.</value>\n/// </summary>", true)]
    [TestCase("/// <param name=\"a\">What. <value>1.</value></param>", true)]
    [TestCase("/// <summary>What.</summary>\n/// <value>1.</value>", false)]
    public void A_value_within_another_element_is_found(string text, bool isFound) =>
        ValuesInside("A.cs", text).Should().HaveCount(isFound ? 1 : 0);

    [TestCase("/// <summary>What.</summary>\n/// <summary>Whatever.</summary>\nint a;", true)]
    [TestCase("/// <summary>What.</summary>\nint a;\n/// <summary>Whatever.</summary>\nint b;", false)]
    public void A_second_summary_is_found(string text, bool isFound) => SecondSummaries("A.cs", text).Should().HaveCount(isFound ? 1 : 0);

    [TestCase("// A table of ours.", true)]
    [TestCase("/// <summary>What we do.</summary>", true)]
    [TestCase("var ours = 1;", false)]
    [TestCase("// An hour passes.", false)]
    public void A_comment_in_the_first_person_is_found(string text, bool isFound) =>
        FirstPersons("A.cs", text).Should().HaveCount(isFound ? 1 : 0);

    // SQL, a regular expression, a message with its values and a reference stay in one piece, on a line of their own.
    private static IEnumerable<string> LongLines(string path, string text)
    {
        var isRaw = false;
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line, i + 1)))
        {
            var isInRaw = isRaw;
            if (RawQuotes.Count(line) % 2 == 1)
                isRaw = !isRaw;
            if (line.Length > LongestLine && !isInRaw && !OneText.IsMatch(line))
                yield return $"{path}:{number}";
        }
    }

    private static IEnumerable<string> ValuesInside(string path, string text) =>
        Found(path, NestedValue, Documentation(text));

    private static IEnumerable<string> SecondSummaries(string path, string text) =>
        Found(path, TwoSummaries, Documentation(text));

    private static IEnumerable<string> Found(string path, Regex search, string text) =>
        search.Matches(text).Select(match => $"{path}:{text.AsSpan(0, match.Index).Count('\n') + 1}");

    // The lines that document, each in its place; of the others only that they are there.
    private static string Documentation(string text) => string.Join(
        '\n', text.Split('\n').Select(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal) ? line : "code"));

    private static IEnumerable<string> FirstPersons(string path, string text) =>
        text.Split('\n').Select((line, i) => (Line: line, Number: i + 1))
            .Where(each => FirstPerson.IsMatch(each.Line))
            .Select(each => $"{path}:{each.Number}");

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes { get; }

    [GeneratedRegex("""^\s*(\+ )?(\$*@?".*"[),;]*|/// <inheritdoc cref=".*"/>)( =>| RegexOptions\.[\w|. ]+\)[,;]?)?$""")]
    private static partial Regex OneText { get; }

    [GeneratedRegex("""<(summary|param|returns|remarks)\b[^>]*>(?:(?!</\1>)[\s\S])*?<value>""")]
    private static partial Regex NestedValue { get; }

    [GeneratedRegex("""<summary>(?:(?!\n\s*[^\s/])[\s\S])*?<summary>""")]
    private static partial Regex TwoSummaries { get; }

    [GeneratedRegex("<see langword")]
    private static partial Regex LanguageWord { get; }

    [GeneratedRegex("""(^|\s)//.*\b([Ww]e|[Oo]urs?|us)\b""")]
    private static partial Regex FirstPerson { get; }
}
