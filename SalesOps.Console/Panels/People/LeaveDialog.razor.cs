using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.People;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.People;

/// <summary>休假 of one person. Answers what was done.</summary>
public sealed partial class LeaveDialog
{
    private sealed class Form
    {
        /// <summary>UTC, as the next.</summary>
        public DateTime? From { get; set; }
        public DateTime? Until { get; set; }
        public Guid StandInId { get; set; }
    }

    /// <param name="Said">What was done, in words.</param>
    /// <param name="FinalAt">UTC.</param>
    public sealed record Deed(Guid AbsenceId, int Version, string Said, DateTime FinalAt);

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal)
    {
        [nameof(Form.From)] = Text.LeaveFrom,
        [nameof(Form.Until)] = Text.LeaveBack,
        [nameof(Form.StandInId)] = Text.LeaveStandIn,
    };
    private Form _model = new();
    private Guid _operation = Guid.CreateVersion7();
    private DateTime _opened;
    private GetAbsences.Answer? _away;
    private GetAbsences.Line? _changes;
    private CommandForm<PlanAbsence.Command, PlanAbsence.Answer>? _form;
    private IReadOnlyList<EditMerge.Conflict> _conflicts = [];
    private string? _problem;
    private bool _isBusy;

    [Parameter, EditorRequired] public Guid Id { get; set; }
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;

    private List<SalesUser> StandIns => [.. Feed.Last.Directory.SalesUsers.Values.Where(u => _away!.MayStandIn(Feed.Last.Directory, u, u.Id == _changes?.StandInId)).OrderBy(u => u.Name, StringComparer.CurrentCulture)];

    private DateTime Today => Time.OnClock(_opened).Date;

    private IReadOnlyList<(string, DateTime)> Beginnings =>
    [
        (Text.LeaveNow, _opened), (Text.LeaveTomorrow, Time.OffClock(Today.AddDays(1))),
        (Text.LeaveMonday, Time.OffClock(Today.AddDays(7 - ((int)Today.DayOfWeek + 6) % 7))),
    ];

    private IReadOnlyList<(string, DateTime)> Returns
    {
        get
        {
            var first = Time.OnClock(_model.From ?? _opened).Date;
            (string, DateTime) After(string label, int days) => (label, Time.OffClock(first.AddDays(days)));
            return [After(Text.LeaveDay, 1), After(Text.LeaveDays.With(3), 3), After(Text.LeaveWeek, 7), After(Text.LeaveWeeks.With(2), 14)];
        }
    }

    /// <summary>Who acts in place of a stand-in who is away as well.</summary>
    private string? Chain
    {
        get
        {
            var directory = Feed.Last.Directory;
            var acts = _model.StandInId == Guid.Empty ? null : directory.ActingFor(_model.StandInId, _model.From ?? _opened, person => person.IsActive);
            return acts is { } other && other != _model.StandInId && other != Id ? Text.LeaveChain.With(directory.NameOfUser(_model.StandInId), directory.NameOfUser(other)) : null;
        }
    }

    protected override Task OnInitializedAsync()
    {
        var now = Time.Now;
        _opened = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerMinute, DateTimeKind.Utc);
        _model.From = _opened;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetAbsences.Query(Id, _model.Until));
        _away = answer.Succeeded ? answer.Value : null;
        _problem = answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]);
        if (_model.StandInId == Guid.Empty && _away is not null && StandIns is [var only]) _model.StandInId = only.Id;
    }

    private IEnumerable<(string Text, bool IsWarning, Counted.Number[] Numbers)> Effects(GetAbsences.Answer away)
    {
        if (away.Agents.Count > 0) yield return (Text.LeaveAgentsGo, false, [new(away.Agents.Count), Of(away.Agents.Sum(a => a.Customers), EstatePart.Customers)]);
        var (conversations, tasks) = away.GoingTo(Feed.Last.Directory.SalesUsers.GetValueOrDefault(_model.StandInId));
        if (conversations + tasks > 0) yield return (Text.LeaveRestGoes, false, [Of(conversations, EstatePart.OtherConversations), Of(tasks, EstatePart.OtherTasks)]);
        if (away.Conversations > conversations) yield return (Text.LeaveRestStays, true, [Of(away.Conversations - conversations, EstatePart.StayingConversations)]);
        if (away.Tasks > tasks) yield return (Text.LeaveTasksStay, true, [Of(away.Tasks - tasks, EstatePart.StayingTasks)]);
        if (away.Agents.Count + away.Conversations + away.Tasks == 0) yield return (Text.LeaveNothing, false, []);
    }

    private Counted.Number Of(long count, EstatePart part) => new(count, Kind: EstateWords.Kind(part),
        Rows: skip => Mediator.Send(new ListEstate.Query(Id, part, skip, new(_model.Until, _model.StandInId == Guid.Empty ? null : _model.StandInId))));

    private PlanAbsence.Command Make() => new(_operation, Id, _changes is { IsRunning: true } running ? running.From : _model.From ?? default, _model.Until ?? default, _model.StandInId,
        _changes is { } seen ? new PlanAbsence.Seen(seen.Id, seen.Version) : null);

    private void SetFrom(DateTime? from)
    {
        _model.From = from;
        _form?.Changed(nameof(Form.From));
    }

    private Task SetUntilAsync(DateTime? until)
    {
        _model.Until = until;
        _form?.Changed(nameof(Form.Until));
        return ReadAsync();
    }

    private Task ChangeAsync(GetAbsences.Line line)
    {
        _form?.GiveUp();
        (_changes, _conflicts, _operation) = (line, [], Guid.CreateVersion7());
        _model = new Form { From = line.From, Until = line.Until, StandInId = line.StandInId };
        return ReadAsync();
    }

    private Task AnotherAsync()
    {
        _form?.GiveUp();
        (_changes, _conflicts, _operation, _model) = (null, [], Guid.CreateVersion7(), new Form { From = _opened });
        return ReadAsync();
    }

    private static string EndLabel(GetAbsences.Line line) => line.IsRunning ? Text.LeaveEnd : Text.LeaveCancel;

    private async Task EndAsync(GetAbsences.Line line)
    {
        if (_isBusy) return;
        _isBusy = true;
        try
        {
            var answer = await Mediator.Send(new EndAbsence.Command(Guid.CreateVersion7(), line.Id, line.Version));
            if (answer.Succeeded)
            {
                _form?.GiveUp();
                Dialogs.Close(new Deed(line.Id, answer.Value.Version, (answer.Value.WasRunning ? Text.LeaveEnded : Text.LeaveCancelled).With(_away!.Person.Name), answer.Value.FinalAt));
                return;
            }
            await ReadAsync();
            _problem = ErrorTexts.Of(answer.Errors[0]);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Done(PlanAbsence.Answer answer)
    {
        var range = LeaveWords.Range(_changes is { IsRunning: true } running ? running.From : _model.From!.Value, _model.Until!.Value, Time);
        Dialogs.Close(new Deed(answer.AbsenceId, answer.Version, (_changes is null ? Text.LeaveDone : Text.LeaveChanged).With(_away!.Person.Name, range), answer.FinalAt));
    }

    /// <summary>Takes over what others changed since; where both changed the same, what was typed here stays and both are shown.</summary>
    private async Task<bool> RefusedAsync(Error error)
    {
        await ReadAsync();
        if (error.Kind != ErrorKind.Stale || _changes is not { } seen || _away?.Absences.FirstOrDefault(a => a.Id == seen.Id) is not { } now) return false;
        var merge = new EditMerge();
        _model = new Form
        {
            From = merge.Pick(Text.LeaveFrom, seen.From, now.From, _model.From, at => at is { } from ? Time.Brief(from) : ""),
            Until = merge.Pick(Text.LeaveBack, seen.Until, now.Until, _model.Until, at => at is { } until ? Time.Brief(until) : ""),
            StandInId = merge.Pick(Text.LeaveStandIn, seen.StandInId, now.StandInId, _model.StandInId, id => Feed.Last.Directory.NameOfUser(id) ?? ""),
        };
        // What was typed goes on in the form that is drawn anew.
        _form?.GiveUp();
        (_changes, _conflicts, _operation) = (now, merge.Conflicts, Guid.CreateVersion7());
        StateHasChanged();
        return _conflicts.Count > 0;
    }
}
