using System.Text;
using Vireo.Detection.Logs;

namespace Vireo.Detection.Tests.Logs;

/// <summary>The share of lines whose group is exactly the true one.</summary>
internal static class GroupingAccuracy
{
    /// <summary>Of one system's folder with a <c>…_structured.csv</c>.</summary>
    public static double Of(string folder)
    {
        List<(string Line, string Event)> rows = Read(folder);
        var miner = new TemplateMiner(new MinerOptions());
        byte[][] lines = [.. rows.Select(row => Encoding.UTF8.GetBytes(row.Line))];
        foreach (byte[] line in lines)
        {
            miner.Learn(line);
        }

        miner.Consolidate();
        var parser = new LineParser(miner);
        ulong[] ids = new ulong[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            ids[i] = parser.Parse(lines[i]).TemplateId;
        }

        HashSet<string> found = [.. Enumerable.Range(0, ids.Length).GroupBy(i => ids[i]).Select(group => string.Join(',', group))];

        return (double)Enumerable.Range(0, ids.Length)
            .GroupBy(i => rows[i].Event)
            .Where(group => found.Contains(string.Join(',', group)))
            .Sum(group => group.Count()) / ids.Length;
    }

    /// <summary>Lines and their true events.</summary>
    public static List<(string Line, string Event)> Read(string folder)
    {
        string file = Directory.GetFiles(folder, "*_structured.csv").Single();
        List<string[]> rows = Rows(File.ReadAllText(file));
        int line = Array.IndexOf(rows[0], "Content");
        int id = Array.IndexOf(rows[0], "EventId");

        return [.. rows.Skip(1).Select(row => (row[line], row[id]))];
    }

    private static List<string[]> Rows(string text)
    {
        List<string[]> rows = [];
        List<string> row = [];
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"')
            {
                bool isEscaped = isQuoted && i + 1 < text.Length && text[i + 1] == '"';
                field.Append(isEscaped ? "\"" : "");
                i += isEscaped ? 1 : 0;
                isQuoted = isEscaped || !isQuoted;
            }
            else if (isQuoted || c is not (',' or '\n'))
            {
                field.Append(c == '\r' && !isQuoted ? "" : c.ToString());
            }
            else
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
        }

        if (row.Count > 0)
        {
            rows.Add([.. row, field.ToString()]);
        }

        return rows;
    }
}
