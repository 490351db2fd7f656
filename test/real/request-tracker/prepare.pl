# Makes queues and users of one test in Request Tracker: perl prepare.pl <what all names end with>. Prints them as JSON.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use JSON;
use RT;

my ($stamp) = @ARGV;
RT::LoadConfig();
RT::Init();
my $system = RT->SystemUser;

# A lifecycle with statuses that RT does not come with: one of tickets in hand, one of tickets that are done.
my $lifecycle = 'print-desk';
my $isNew = !RT->Config->Get('Lifecycles')->{$lifecycle};
if ($isNew) {
    # RT cannot read back what it stores of lifecycles that share parts; a copy by JSON shares none.
    my $all = decode_json(encode_json(RT->Config->Get('Lifecycles')));
    my $new = $all->{$lifecycle} = decode_json(encode_json($all->{default}));
    push @{ $new->{active} }, 'waiting';
    push @{ $new->{inactive} }, 'answered';
    my @statuses = map { @{ $new->{$_} } } qw(initial active inactive);
    $new->{transitions} = { '' => [@statuses], map { $_ => [@statuses] } @statuses };
    my %same = map { $_ => $_ } qw(new open stalled resolved rejected deleted);
    $all->{__maps__}{"default -> $lifecycle"} = {%same};
    $all->{__maps__}{"$lifecycle -> default"} = { %same, waiting => 'open', answered => 'resolved' };
    my ($ok, $why) = RT::Configuration->new($system)->Create(Name => 'Lifecycles', Content => $all);
    die $why unless $ok;
    RT->System->LifecycleCacheNeedsUpdate(1);
    RT->Config->LoadConfigFromDatabase();
    RT::Lifecycle->FillCache();
}

sub queue {
    my ($name, $lifecycle) = @_;
    my $queue = RT::Queue->new($system);
    my ($id, $why) = $queue->Create(Name => "$name $stamp", Lifecycle => $lifecycle);
    die $why unless $id;
    return $queue;
}

sub token {
    my ($name, @queues) = @_;
    my $user = RT::User->new($system);
    my ($id, $why) = $user->Create(Name => "$name $stamp", EmailAddress => "$name.$stamp\@example.edu", Privileged => 1);
    die $why unless $id;
    $user->PrincipalObj->GrantRight(Object => $_, Right => 'SeeQueue') for @queues;
    my ($ok, $problem, $token) = RT::AuthToken->new($system)->Create(Owner => $id, Description => 'collector');
    die $problem unless $ok;
    return $token;
}

my %queues = (
    library => queue('Library Desk', 'default'),
    printing => queue('Print Desk', $lifecycle),
    campusIt => queue('Campus IT', 'default'),
);
my $category = RT::CustomField->new($system);
my ($made, $whyNot) = $category->Create(
    Name => "Category $stamp", Type => 'FreeformSingle', LookupType => RT::Ticket->CustomFieldLookupType, MaxValues => 1);
die $whyNot unless $made;
$category->AddToObject($queues{$_}) for keys %queues;
print encode_json({
    category => { id => int $category->Id, name => $category->Name },
    # The running servers read lifecycles when they start.
    mustRestart => $isNew ? JSON::true : JSON::false,
    queues => { map { $_ => { id => int $queues{$_}->Id, name => $queues{$_}->Name } } keys %queues },
    tokens => {
        withoutRights => token('nobody'),
        ofQueues => token('onlooker', values %queues),
    },
});
