namespace Vireo.Detection.Logs;

/// <summary>Templates as people read them.</summary>
internal static class TemplateText
{
    /// <summary>Words joined by spaces, with <c>&lt;*&gt;</c> for what varies; values in a row are one.</summary>
    public static byte[] Of(TokenSequence words)
    {
        List<byte> text = [];
        bool wasWild = false;
        for (int i = 0; i < words.Length; i++)
        {
            bool isWild = words[i].SequenceEqual(WidenedWord.Whole);
            if (isWild && wasWild)
            {
                continue;
            }

            wasWild = isWild;
            if (text.Count > 0)
            {
                text.Add((byte)' ');
            }

            foreach (byte value in words[i])
            {
                if (value == LineScanner.Wild)
                {
                    text.AddRange("<*>"u8);
                }
                else
                {
                    text.Add(value);
                }
            }
        }

        return [.. text];
    }
}
