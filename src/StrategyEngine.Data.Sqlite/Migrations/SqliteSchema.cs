using System.Globalization;
using System.Text;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>Reads the schema of a SQLite file as lines that do not depend on who made it and in which order.</summary>
/// <remarks>
/// Columns, keys and indexes are read by their parts, because a rebuilt or altered table has another text than one that was made at once.
/// Checks, generated columns, partial indexes and triggers exist as text only; they are taken from it, with white space made even.
/// </remarks>
internal static class SqliteSchema
{
    private const string Tables = """(SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\')""";

    public static IReadOnlyList<SchemaLine> Read(SqliteConnection connection)
    {
        var lines = new List<SchemaLine>();
        Add(
            lines,
            connection,
            $"""
            SELECT t.name, 'column ' || c.name || ' ' || c.type || CASE WHEN c."notnull" THEN ' NOT NULL' ELSE '' END
                || COALESCE(' DEFAULT ' || c.dflt_value, '') || CASE WHEN c.pk > 0 THEN ' KEY ' || c.pk ELSE '' END || CASE c.hidden WHEN 0 THEN '' ELSE ' GENERATED' END
            FROM {Tables} AS t, pragma_table_xinfo(t.name) AS c
            """);
        Add(
            lines,
            connection,
            $"""
            SELECT t.name, 'reference ' || group_concat(f."from", ', ') || ' to ' || f."table" || ' (' || COALESCE(group_concat(f."to", ', '), '') || ') ON DELETE ' || f.on_delete
            FROM {Tables} AS t, pragma_foreign_key_list(t.name) AS f
            GROUP BY t.name, f.id
            """);
        Add(
            lines,
            connection,
            $"""
            SELECT t.name, CASE i.origin WHEN 'c' THEN 'index ' || i.name ELSE 'key' END || CASE WHEN i."unique" THEN ' UNIQUE' ELSE '' END || ' ('
                || (SELECT group_concat(COALESCE(x.name, '(expression)') || CASE WHEN x."desc" THEN ' DESC' ELSE '' END || ' ' || x.coll, ', ') FROM pragma_index_xinfo(i.name) AS x WHERE x.key)
                || ')' || CASE WHEN i.partial THEN ' WHERE ' || substr(m.sql, instr(upper(m.sql), ' WHERE ') + 7) ELSE '' END
            FROM {Tables} AS t, pragma_index_list(t.name) AS i LEFT JOIN sqlite_master AS m ON m.type = 'index' AND m.name = i.name
            """);
        Add(lines, connection, "SELECT tbl_name, 'trigger ' || sql FROM sqlite_master WHERE type = 'trigger'");
        Add(lines, connection,
            "SELECT name, CASE wr WHEN 1 THEN 'WITHOUT ROWID' ELSE 'STRICT' END FROM pragma_table_list WHERE schema = 'main' AND type = "
            + "'table' AND (wr OR strict)");
        using var command = Command(
            connection, """SELECT name, sql FROM sqlite_master WHERE type = 'table' AND instr(upper(sql), 'CHECK')""");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            lines.AddRange(Checks(reader.GetString(1)).Select(check => new SchemaLine(reader.GetString(0), Even("check " + check))));
        return lines;
    }

    /// <summary>The conditions of the CHECK constraints of a CREATE TABLE statement.</summary>
    internal static IEnumerable<string> Checks(string sql)
    {
        for (var i = 0; i < sql.Length; i++)
        {
            if (sql[i] is '\'' or '"')
            {
                i = EndOfQuoted(sql, i);
            }
            else if (IsWord(sql, i, "CHECK") && sql.IndexOf('(', i) is var start and > 0)
            {
                var depth = 0;
                var end = start;
                do
                {
                    if (sql[end] is '\'' or '"')
                        end = EndOfQuoted(sql, end);
                    else if (sql[end] == '(')
                        depth++;
                    else if (sql[end] == ')')
                        depth--;
                    end++;
                }
                while (depth > 0 && end < sql.Length);
                yield return sql[start..end];
                i = end;
            }
        }
    }

    private static bool IsWord(string sql, int index, string word) =>
        string.Compare(sql, index, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (index == 0 || !IsPartOfName(sql[index - 1]))
        && (index + word.Length == sql.Length || !IsPartOfName(sql[index + word.Length]));

    private static bool IsPartOfName(char character) => char.IsLetterOrDigit(character) || character is '_' or '$';

    private static int EndOfQuoted(string sql, int start)
    {
        var end = sql.IndexOf(sql[start], start + 1);
        return end < 0 ? sql.Length - 1 : end;
    }

    private static void Add(List<SchemaLine> lines, SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            lines.Add(new SchemaLine(reader.GetString(0), Even(Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture)!)));
    }

    private static string Even(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
                result.Append(character);
            else if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
        }

        return result.ToString().TrimEnd();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
