namespace Vireo.Detection.Logs;

/// <summary>Templates by last use; every operation takes constant time.</summary>
internal sealed class UseOrder
{
    private LearnedTemplate? _newest;
    private LearnedTemplate? _oldest;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one not used for longest.</summary>
    public LearnedTemplate? Oldest => _oldest;

    /// <summary>From the newest to the oldest.</summary>
    public IEnumerable<LearnedTemplate> NewestFirst
    {
        get
        {
            for (LearnedTemplate? at = _newest; at is not null; at = at.Older)
            {
                yield return at;
            }
        }
    }

    /// <summary>Adds as newest.</summary>
    public void Add(LearnedTemplate template)
    {
        template.Older = _newest;
        template.Newer = null;
        if (_newest is not null)
        {
            _newest.Newer = template;
        }

        _newest = template;
        _oldest ??= template;
        Count++;
    }

    /// <summary>Makes it the newest.</summary>
    public void Touch(LearnedTemplate template)
    {
        if (template != _newest)
        {
            Remove(template);
            Add(template);
        }
    }

    /// <summary>Takes out.</summary>
    public void Remove(LearnedTemplate template)
    {
        if (template.Newer is null)
        {
            _newest = template.Older;
        }
        else
        {
            template.Newer.Older = template.Older;
        }

        if (template.Older is null)
        {
            _oldest = template.Newer;
        }
        else
        {
            template.Older.Newer = template.Newer;
        }

        template.Newer = template.Older = null;
        Count--;
    }
}
