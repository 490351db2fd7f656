# Makes the database of a new Redmine, with projects and users of one test. Prints them as JSON.
ActiveRecord::Migration.verbose = false
ActiveRecord::Base.connection.execute('PRAGMA journal_mode = WAL')
ActiveRecord::Base.connection.migration_context.migrate
# What was read of the tables before they were there.
ActiveRecord::Base.descendants.each(&:reset_column_information)
Redmine::DefaultData::Loader.load('en')
Setting.rest_api_enabled = '1'
# Anybody may look at public projects, so that a wrong key is answered, too.
Setting.login_required = '0'

def project(name, **given)
  Project.create!(name: name, identifier: name.parameterize, is_public: false, **given)
end

library = project('Library Desk')
projects = {
  library: library,
  printing: project('Print Desk'),
  campusIt: project('Campus IT'),
  # Not looked at.
  subproject: project('Library Plumbing', parent: library),
  elsewhere: project('Open House', is_public: true),
}
# It sees projects, and no issues in them.
blind = Role.create!(name: 'Blind', permissions: [], issues_visibility: 'own')
manager = Role.find_by!(name: 'Manager')
reporter = Role.find_by!(name: 'Reporter')

def user(login, role, projects)
  user = User.new(firstname: login, lastname: 'Example', mail: "#{login}@example.edu", mail_notification: 'none')
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex
  user.save!
  projects.each { |project| Member.create!(project: project, principal: user, roles: [role]) }
  user
end

all = projects.values
users = {
  collector: user('collector', manager, all),
  operator: user('operator', manager, all),
  patron: user('patron', reporter, all),
  blind: user('blind', blind, [library, projects[:printing], projects[:campusIt]]),
  stranger: user('stranger', reporter, [projects[:elsewhere]]),
}
# They see the latest journal first.
users[:collector].pref.comments_sorting = 'desc'
users.each_value { |user| user.pref.save! }

looked_at = [library, projects[:printing], projects[:campusIt]]
categories = looked_at.to_h { |project| [project.id, IssueCategory.create!(project: project, name: 'Printing').id] }

puts JSON.generate(
  categories: categories,
  projects: projects.transform_values { |project| { id: project.id, name: project.name, identifier: project.identifier } },
  users: users.transform_values { |user| { id: user.id, key: user.api_key } },
  tracker: Tracker.first.id,
  priority: IssuePriority.default.id
)
